"""Training jobs of both generations of the operator, and Katib's trials."""

from generator.catalog import LONG, Alert, AlertSeverity, ServiceThreshold, fires, quiet

PYTORCH = 'job="kubeflow",instance="1",job_namespace="ml",framework="pytorch"'
ML = 'namespace:watched{namespace="ml"}'
FAILED = "training_operator_jobs_failed_total"
JOB_FAILED = "kube_job_failed"
OWNER = "kube_job_owner"
TRIAL_OK = "katib_trial_succeeded_total"
TRIAL_FAILED = "katib_trial_failed_total"
TRIAL_MUTE = "katib_trial_metrics_unavailable_total"
UP = 'up{job="kubeflow",instance="1"}'

TRIALS = ServiceThreshold(
    "kubeflow:katib_trial_failure_ratio:max",
    0.5,
    unit="ratio",
    help="Share of a namespace's Katib trials that may fail within 6 hours.",
)

ALERTS = (
    # The first failure of a namespace and framework makes a new series at 1, which increase() does
    # not see; it counts if its target answered when the series was not there yet. Of an operator
    # that has just been started such a failure is told 15 minutes late, but no old one as new.
    Alert(
        name="KubeflowTrainingJobFailed",
        expr="""
          sum by (namespace, framework) (
            label_join(
              training_operator_jobs_failed_total{job="kubeflow"}
              unless
              training_operator_jobs_failed_total{job="kubeflow"} offset 15m
              and on (job, instance) (up{job="kubeflow"} offset 15m == 1)
              or
              increase(training_operator_jobs_failed_total{job="kubeflow"}[15m]),
              "namespace", "", "job_namespace"
            )
          ) > 0
        """,
        for_="0m",
        keep_firing_for="15m",
        severity=AlertSeverity.TICKET,
        summary="A {{ $labels.framework }} training job failed in {{ $labels.namespace }}",
        description=(
            "Within 15 minutes at least one training job (training-operator v1) of "
            "{{ $labels.namespace }} has failed for good; its retries are used up."
        ),
        cases=(
            fires(
                "one more failure, beside namespaces with old failures, and another operator",
                {"namespace": "ml", "framework": "pytorch"},
                at="20m",
                series={
                    UP: "1x60",
                    f"{FAILED}{{{PYTORCH}}}": "3x19 4x40",
                    f'{FAILED}{{job="kubeflow",instance="1",job_namespace="ml",'
                    'framework="tensorflow"}': "3x60",
                    f'{FAILED}{{job="kubeflow",instance="1",job_namespace="web",'
                    'framework="pytorch"}': "3x60",
                    f'{FAILED}{{job="other",instance="1",job_namespace="x",'
                    'framework="pytorch"}': "3x19 4x40",
                },
            ),
            fires(
                "the first failure ever, beside another operator's",
                {"namespace": "ml", "framework": "pytorch"},
                at="20m",
                series={
                    UP: "1x60",
                    'up{job="other",instance="1"}': "1x60",
                    f"{FAILED}{{{PYTORCH}}}": "_x20 1x40",
                    f'{FAILED}{{job="other",instance="1",job_namespace="x",'
                    'framework="pytorch"}': "_x20 1x40",
                },
            ),
            fires(
                "a gap of 13 minutes between two scrapes",
                {"namespace": "ml", "framework": "pytorch"},
                at="14m",
                holds="29m",
                series={
                    f"{FAILED}{{{PYTORCH}}}": "3 _x13 4x40",
                },
            ),
            quiet(
                "old failures, and the operator is scraped for the first time",
                until="25m",
                series={
                    UP: "_x5 1x60",
                    f"{FAILED}{{{PYTORCH}}}": "_x5 7x60",
                },
            ),
            quiet(
                "old failures, and the operator answers again after 20 minutes",
                until="42m",
                series={
                    UP: "1x2 0x19 1x60",
                    f"{FAILED}{{{PYTORCH}}}": "7x2 stale _x19 7x60",
                },
            ),
            quiet("nothing is scraped", until="3m", series={}),
        ),
    ),
    # Trainer v2 counts nothing. Its TrainJobs become JobSets of the same name, whose jobs are
    # deleted and made anew while restarts are left: one that stays failed is the end.
    Alert(
        name="KubeflowTrainJobFailed",
        expr="""
          max by (namespace, train_job) (
            (max by (namespace, job_name) (kube_job_failed{condition="true"}) == 1)
            * on (namespace, job_name) group_right ()
            max by (namespace, job_name, train_job) (
              label_join(kube_job_owner{owner_kind="JobSet"}, "train_job", "", "owner_name")
            )
          )
          * on (namespace) group_left () max by (namespace) (namespace:watched)
        """,
        for_="5m",
        severity=AlertSeverity.TICKET,
        summary="TrainJob {{ $labels.namespace }}/{{ $labels.train_job }} failed",
        description=(
            "A job of TrainJob {{ $labels.train_job }} (Trainer v2) has failed and is not started "
            "again. The alert ends when the TrainJob is deleted."
        ),
        cases=(
            fires(
                "a node of a TrainJob; other jobs are complete, not of a JobSet, or not watched",
                {"namespace": "ml", "train_job": "bert"},
                at="5m",
                series={
                    f'{JOB_FAILED}{{namespace="ml",job_name="bert-node-0",'
                    'condition="true"}': "1x30",
                    f'{OWNER}{{namespace="ml",job_name="bert-node-0",owner_kind="JobSet",'
                    'owner_name="bert"}': "1x30",
                    f'{JOB_FAILED}{{namespace="ml",job_name="gpt-node-0",'
                    'condition="true"}': "0x30",
                    f'{JOB_FAILED}{{namespace="ml",job_name="gpt-node-0",'
                    'condition="false"}': "1x30",
                    f'{OWNER}{{namespace="ml",job_name="gpt-node-0",owner_kind="JobSet",'
                    'owner_name="gpt"}': "1x30",
                    f'{JOB_FAILED}{{namespace="ml",job_name="drift-1",condition="true"}}': "1x30",
                    f'{OWNER}{{namespace="ml",job_name="drift-1",owner_kind="CronJob",'
                    'owner_name="drift"}': "1x30",
                    f'{JOB_FAILED}{{namespace="x",job_name="t5-node-0",condition="true"}}': "1x30",
                    f'{OWNER}{{namespace="x",job_name="t5-node-0",owner_kind="JobSet",'
                    'owner_name="t5"}': "1x30",
                    ML: "1x60",
                },
            ),
            quiet(
                "the JobSet starts it again after four minutes",
                until="7m",
                series={
                    f'{JOB_FAILED}{{namespace="ml",job_name="bert-node-0",'
                    'condition="true"}': "1x4 stale",
                    f'{OWNER}{{namespace="ml",job_name="bert-node-0",owner_kind="JobSet",'
                    'owner_name="bert"}': "1x60",
                    ML: "1x60",
                },
            ),
            quiet("there are no jobs", until="6m", series={ML: "1x60"}),
        ),
    ),
    Alert(
        name="KubeflowKatibTrialsFailed",
        expr=f"""
          (
            sum by (namespace) (namespace:katib_trials:increase6h{{outcome!="succeeded"}})
            / sum by (namespace) (namespace:katib_trials:increase6h)
            > {TRIALS.value}
          )
          and on (namespace)
          sum by (namespace) (namespace:katib_trials:increase6h{{outcome!="succeeded"}}) >= 3
        """,
        for_="15m",
        every=LONG,
        severity=AlertSeverity.TICKET,
        threshold=TRIALS,
        summary="{{ $value | humanizePercentage }} of Katib trials in {{ $labels.namespace }} fail",
        description=(
            "Of the trials that ended in {{ $labels.namespace }} within 6 hours "
            "{{ $value | humanizePercentage }} failed or never reported their metric: the search "
            "burns its budget and learns nothing."
        ),
        cases=(
            fires(
                "51 % fail or stay mute; 50 % in another namespace, and another Katib",
                {"namespace": "ml"},
                at="20m",
                every=5,
                series={
                    f'{TRIAL_OK}{{job="kubeflow",exported_namespace="ml"}}': "0+49x20",
                    f'{TRIAL_FAILED}{{job="kubeflow",exported_namespace="ml"}}': "0+26x20",
                    f'{TRIAL_MUTE}{{job="kubeflow",exported_namespace="ml"}}': "0+25x20",
                    f'{TRIAL_OK}{{job="kubeflow",exported_namespace="web"}}': "0+50x20",
                    f'{TRIAL_FAILED}{{job="kubeflow",exported_namespace="web"}}': "0+25x20",
                    f'{TRIAL_MUTE}{{job="kubeflow",exported_namespace="web"}}': "0+25x20",
                    f'{TRIAL_FAILED}{{job="other",exported_namespace="x"}}': "0+50x20",
                    f'{TRIAL_MUTE}{{job="other",exported_namespace="x"}}': "0+50x20",
                },
            ),
            fires(
                "the first three trials ever, and all fail; namespaces with two and almost three",
                {"namespace": "ml"},
                at="6h35m",
                every=5,
                series={
                    UP: "1x120",
                    f'{TRIAL_FAILED}{{job="kubeflow",namespace="ml"}}': "_x74 1 2 3x40",
                    f'{TRIAL_FAILED}{{job="kubeflow",namespace="web"}}': "_x74 1 2x40",
                    f'{TRIAL_FAILED}{{job="kubeflow",namespace="lab"}}': "_x74 1 2.9x40",
                },
            ),
            quiet(
                "two failures of two trials, twice",
                until="6h45m",
                every=5,
                series={
                    f'{TRIAL_FAILED}{{job="kubeflow",exported_namespace="ml"}}': "2x72 3x2 4x40",
                    f'{TRIAL_OK}{{job="kubeflow",exported_namespace="ml"}}': "0x200",
                },
            ),
            quiet("no trials", until="20m", every=5, series={}),
        ),
    ),
)
