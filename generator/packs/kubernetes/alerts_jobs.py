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
                until="7m",
                series={
                    f'{FAILED}{{namespace="ml",job_name="a",condition="true"}}': "1x4 stale",
                    ML: "1x60",
                },
            ),
            quiet("there are no jobs", until="6m", series={ML: "1x60"}),
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
            "Long after its last turn the CronJob has not succeeded: its runs fail, hang, or "
            "were never started."
        ),
        cases=(
            fires(
                "hourly runs fail, a first one never succeeds, one is never started; others "
                "succeed five minutes late, are suspended, not ours, or done",
                {"namespace": "ml", "cronjob": "a"},
                {"namespace": "ml", "cronjob": "first"},
                {"namespace": "ml", "cronjob": "due"},
                at="3h",
                every=5,
                series={
                    f'{SCHEDULED}{{namespace="ml",cronjob="a"}}': "0x11 3600x11 7200x11 10800x11",
                    f'{SUCCEEDED}{{namespace="ml",cronjob="a"}}': "300x50",
                    f'{DUE}{{namespace="ml",cronjob="a"}}': "3600x11 7200x11 10800x11 14400x11",
                    f'{SUSPENDED}{{namespace="ml",cronjob="a"}}': "0x50",
                    f'{SCHEDULED}{{namespace="ml",cronjob="first"}}': "_x12 3600x40",
                    f'{DUE}{{namespace="ml",cronjob="first"}}': "3600x11 90000x40",
                    f'{DUE}{{namespace="ml",cronjob="due"}}': "3300x50",
                    f'{SCHEDULED}{{namespace="ml",cronjob="b"}}': "0x11 3600x11 7200x11 10800x11",
                    f'{SUCCEEDED}{{namespace="ml",cronjob="b"}}': "300x12 3900x11 7500x11 11100x11",
                    f'{DUE}{{namespace="ml",cronjob="b"}}': "3600x11 7200x11 10800x11 14400x11",
                    f'{SCHEDULED}{{namespace="ml",cronjob="c"}}': "3600x50",
                    f'{SUCCEEDED}{{namespace="ml",cronjob="c"}}': "300x50",
                    f'{SUSPENDED}{{namespace="ml",cronjob="c"}}': "1x50",
                    f'{SCHEDULED}{{namespace="ml",cronjob="e"}}': "3600x50",
                    f'{SUCCEEDED}{{namespace="ml",cronjob="e"}}': "3600x50",
                    f'{SCHEDULED}{{namespace="x",cronjob="d"}}': "3600x50",
                    f'{SUCCEEDED}{{namespace="x",cronjob="d"}}': "300x50",
                    ML: "1x50",
                },
            ),
            quiet(
                "a daily run that takes 1 h 55 m",
                until="3h15m",
                every=5,
                series={
                    f'{SCHEDULED}{{namespace="ml",cronjob="a"}}': "_x12 3600x40",
                    f'{SUCCEEDED}{{namespace="ml",cronjob="a"}}': "0x34 10500x20",
                    f'{DUE}{{namespace="ml",cronjob="a"}}': "3600x11 90000x40",
                    ML: "1x50",
                },
            ),
            quiet("there are no CronJobs", until="2h5m", every=5, series={ML: "1x40"}),
        ),
    ),
)
