"""Jobs that fail and CronJobs that do not do their work."""

from generator.catalog import Alert, AlertSeverity, fires, quiet
from generator.packs.kubernetes.signals import WATCHED

BY_CRONJOB = 'owner_kind="CronJob"'
BY_JOBSET = 'owner_kind="JobSet"'
ML = 'namespace:watched{namespace="ml"}'
FAILED = "kube_job_failed"
OWNER = "kube_job_owner"
STARTED = "kube_job_status_start_time"
SCHEDULED = "kube_cronjob_status_last_schedule_time"
SUCCEEDED = "kube_cronjob_status_last_successful_time"
DUE = "kube_cronjob_next_schedule_time"
SUSPENDED = "kube_cronjob_spec_suspend"

ALERTS = (
    # A failed job is over once a later job of the same CronJob has succeeded. Jobs of a JobSet are
    # left to it: it starts them again, and Kubeflow's own alert tells when it has given up.
    Alert(
        name="KubernetesJobFailed",
        expr=f"""
          (
            max by (namespace, job_name) (kube_job_failed{{condition="true"}}) == 1
            unless on (namespace, job_name) kube_job_owner{{owner_kind="JobSet"}}
            unless on (namespace, job_name) (
              max by (namespace, job_name, cronjob) (
                kube_job_status_start_time
                * on (namespace, job_name) group_left (cronjob)
                max by (namespace, job_name, cronjob) (
                  label_join(kube_job_owner{{owner_kind="CronJob"}}, "cronjob", "", "owner_name")
                )
              )
              < on (namespace, cronjob) group_left ()
              max by (namespace, cronjob) (kube_cronjob_status_last_successful_time)
            )
          )
          {WATCHED}
        """,
        for_="5m",
        severity=AlertSeverity.TICKET,
        summary="Job {{ $labels.namespace }}/{{ $labels.job_name }} failed",
        description=(
            "The job used up its retries or its deadline, and no later run of its CronJob, if it "
            "has one, has succeeded. The alert ends when the job is deleted."
        ),
        cases=(
            fires(
                "a lone job and a CronJob's; others are complete, of a JobSet, or were made good",
                {"namespace": "ml", "job_name": "a"},
                {"namespace": "ml", "job_name": "drift-1"},
                at="5m",
                series={
                    f'{FAILED}{{namespace="ml",job_name="a",condition="true"}}': "1x30",
                    f'{OWNER}{{namespace="ml",job_name="a",owner_kind="",owner_name=""}}': "1x30",
                    f'{STARTED}{{namespace="ml",job_name="a"}}': "0x30",
                    f'{FAILED}{{namespace="ml",job_name="drift-1",condition="true"}}': "1x30",
                    f'{OWNER}{{namespace="ml",job_name="drift-1",{BY_CRONJOB},'
                    'owner_name="drift"}': "1x30",
                    f'{STARTED}{{namespace="ml",job_name="drift-1"}}': "1000x30",
                    f'{SUCCEEDED}{{namespace="ml",cronjob="drift"}}': "1000x30",
                    f'{FAILED}{{namespace="ml",job_name="report-1",condition="true"}}': "1x30",
                    f'{OWNER}{{namespace="ml",job_name="report-1",{BY_CRONJOB},'
                    'owner_name="report"}': "1x30",
                    f'{STARTED}{{namespace="ml",job_name="report-1"}}': "1000x30",
                    f'{SUCCEEDED}{{namespace="ml",cronjob="report"}}': "1010x30",
                    f'{FAILED}{{namespace="ml",job_name="node-0",condition="true"}}': "1x30",
                    f'{OWNER}{{namespace="ml",job_name="node-0",{BY_JOBSET},'
                    'owner_name="train"}': "1x30",
                    f'{FAILED}{{namespace="ml",job_name="b",condition="true"}}': "0x30",
                    f'{FAILED}{{namespace="ml",job_name="b",condition="false"}}': "1x30",
                    f'{FAILED}{{namespace="x",job_name="c",condition="true"}}': "1x30",
                    ML: "1x60",
                },
            ),
            fires(
                "a job of a CronJob that has never succeeded",
                {"namespace": "ml", "job_name": "drift-1"},
                at="5m",
                series={
                    f'{FAILED}{{namespace="ml",job_name="drift-1",condition="true"}}': "1x30",
                    f'{OWNER}{{namespace="ml",job_name="drift-1",{BY_CRONJOB},'
                    'owner_name="drift"}': "1x30",
                    f'{STARTED}{{namespace="ml",job_name="drift-1"}}': "1000x30",
                    ML: "1x60",
                },
            ),
            quiet(
                "the job is deleted after four minutes",
                until="30m",
                series={
                    f'{FAILED}{{namespace="ml",job_name="a",condition="true"}}': "1x4 stale",
                    ML: "1x60",
                },
            ),
            quiet("there are no jobs", until="30m", series={ML: "1x60"}),
        ),
    ),
    # Two hours for any schedule: with an hourly one two runs fail, with a daily one the run is that
    # late. Three signs: the newest run has not succeeded, none ever has, or none was started.
    Alert(
        name="KubernetesCronJobMissed",
        expr=f"""
          (
            (
              max by (namespace, cronjob) (kube_cronjob_status_last_schedule_time)
              > max by (namespace, cronjob) (kube_cronjob_status_last_successful_time)
              or
              max by (namespace, cronjob) (kube_cronjob_status_last_schedule_time)
              unless on (namespace, cronjob) kube_cronjob_status_last_successful_time
              or
              max by (namespace, cronjob) (kube_cronjob_next_schedule_time) < time()
            )
            unless on (namespace, cronjob) (kube_cronjob_spec_suspend == 1)
          )
          {WATCHED}
        """,
        for_="2h",
        severity=AlertSeverity.TICKET,
        summary="CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} has no recent success",
        description=(
            "Two hours after its last turn the CronJob has not succeeded: its runs fail, hang, or "
            "were never started."
        ),
        cases=(
            fires(
                "hourly runs fail; others succeed five minutes late, are suspended, or not ours",
                {"namespace": "ml", "cronjob": "a"},
                at="3h",
                series={
                    f'{SCHEDULED}{{namespace="ml",cronjob="a"}}': "0x59 3600x59 7200x59 10800x59",
                    f'{SUCCEEDED}{{namespace="ml",cronjob="a"}}': "300x240",
                    f'{DUE}{{namespace="ml",cronjob="a"}}': "3600x59 7200x59 10800x59 14400x59",
                    f'{SCHEDULED}{{namespace="ml",cronjob="b"}}': "0x59 3600x59 7200x59 10800x59",
                    f'{SUCCEEDED}{{namespace="ml",cronjob="b"}}': "300x64 3900x59 7500x59 11100x59",
                    f'{DUE}{{namespace="ml",cronjob="b"}}': "3600x59 7200x59 10800x59 14400x59",
                    f'{SCHEDULED}{{namespace="ml",cronjob="c"}}': "3600x240",
                    f'{SUCCEEDED}{{namespace="ml",cronjob="c"}}': "300x240",
                    f'{SUSPENDED}{{namespace="ml",cronjob="c"}}': "1x240",
                    f'{SUSPENDED}{{namespace="ml",cronjob="a"}}': "0x240",
                    f'{SCHEDULED}{{namespace="ml",cronjob="e"}}': "3600x240",
                    f'{SUCCEEDED}{{namespace="ml",cronjob="e"}}': "3600x240",
                    f'{SCHEDULED}{{namespace="x",cronjob="d"}}': "3600x240",
                    f'{SUCCEEDED}{{namespace="x",cronjob="d"}}': "300x240",
                    ML: "1x240",
                },
            ),
            fires(
                "started once and never a success",
                {"namespace": "ml", "cronjob": "a"},
                at="2h10m",
                series={
                    f'{SCHEDULED}{{namespace="ml",cronjob="a"}}': "_x10 600x240",
                    f'{DUE}{{namespace="ml",cronjob="a"}}': "600x9 87000x240",
                    ML: "1x240",
                },
            ),
            fires(
                "due at minute ten and never started",
                {"namespace": "ml", "cronjob": "a"},
                at="2h11m",
                series={f'{DUE}{{namespace="ml",cronjob="a"}}': "600x240", ML: "1x240"},
            ),
            quiet(
                "a daily run that takes 1 h 59 m",
                until="5h",
                series={
                    f'{SCHEDULED}{{namespace="ml",cronjob="a"}}': "_x60 3600x300",
                    f'{SUCCEEDED}{{namespace="ml",cronjob="a"}}': "0x179 10740x300",
                    f'{DUE}{{namespace="ml",cronjob="a"}}': "3600x59 90000x300",
                    ML: "1x400",
                },
            ),
            quiet("there are no CronJobs", until="3h", series={ML: "1x240"}),
        ),
    ),
)
