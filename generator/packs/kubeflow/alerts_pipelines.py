"""Runs of pipelines, and the two servers without which there are none."""

from generator.catalog import LONG, Alert, AlertSeverity, ServiceThreshold, fires, quiet

OF = 'job="kubeflow",exported_namespace'
ENDED = "argo_workflows_total_count"
NOW = "argo_workflows_gauge"
LEADER = "argo_workflows_is_leader"
API = "run_server_run_count"
UP = 'up{job="kubeflow",instance="1"}'

FAILURES = ServiceThreshold(
    "kubeflow:workflow_failure_ratio:max",
    0.3,
    unit="ratio",
    help="Share of a namespace's pipeline runs that may fail within 6 hours.",
)
PENDING = ServiceThreshold(
    "kubeflow:workflows_pending:max",
    10,
    unit="workflows",
    help="Pipeline runs that may wait for their start at a time.",
)

ALERTS = (
    # Users try things out: with fewer than three failures it is theirs to notice.
    Alert(
        name="KubeflowPipelineRunsFailed",
        expr=f"""
          (
            sum by (namespace) (namespace:workflows:increase6h{{phase=~"Failed|Error"}})
            / sum by (namespace) (namespace:workflows:increase6h)
            > {FAILURES.value}
          )
          and on (namespace)
          sum by (namespace) (namespace:workflows:increase6h{{phase=~"Failed|Error"}}) >= 3
        """,
        for_="15m",
        every=LONG,
        severity=AlertSeverity.TICKET,
        threshold=FAILURES,
        summary="{{ $value | humanizePercentage }} of the runs in {{ $labels.namespace }} fail",
        description=(
            "Of the pipeline runs that ended in {{ $labels.namespace }} within 6 hours "
            "{{ $value | humanizePercentage }} failed, and at least three did."
        ),
        cases=(
            fires(
                "31 % fail; 30 % in another namespace, and another Argo has only failures",
                {"namespace": "ml"},
                at="20m",
                every=5,
                series={
                    f'{ENDED}{{{OF}="ml",phase="Succeeded"}}': "0+69x20",
                    f'{ENDED}{{job="kubeflow",exported_namespace="ml",phase="Failed"}}': "0+21x20",
                    f'{ENDED}{{job="kubeflow",exported_namespace="ml",phase="Error"}}': "0+10x20",
                    f'{ENDED}{{{OF}="ml",phase="Running"}}': "0+900x20",
                    f'{ENDED}{{{OF}="web",phase="Succeeded"}}': "0+70x20",
                    f'{ENDED}{{job="kubeflow",exported_namespace="web",phase="Failed"}}': "0+30x20",
                    f'{ENDED}{{job="argo",exported_namespace="etl",phase="Failed"}}': "0+30x20",
                },
            ),
            fires(
                "the first three runs ever, and all fail; namespaces with two and almost three",
                {"namespace": "ml"},
                at="6h35m",
                every=5,
                series={
                    UP: "1x120",
                    f'{ENDED}{{job="kubeflow",namespace="ml",phase="Failed"}}': "_x74 1 2 3x40",
                    f'{ENDED}{{job="kubeflow",namespace="web",phase="Failed"}}': "_x74 1 2x40",
                    f'{ENDED}{{job="kubeflow",namespace="lab",phase="Failed"}}': "_x74 1 2.9x40",
                },
            ),
            fires(
                "three failures spread over almost six hours, and in another namespace over more",
                {"namespace": "ml"},
                at="12h",
                every=5,
                series={
                    f'{ENDED}{{{OF}="ml",phase="Failed"}}': "4x74 5x33 6x31 7x30",
                    f'{ENDED}{{{OF}="web",phase="Failed"}}': "1x58 2x41 3x36 4x30",
                },
            ),
            quiet(
                "all that ever failed, when it is scraped for the first time",
                until="7h",
                every=5,
                series={
                    UP: "1x100",
                    f'{ENDED}{{job="kubeflow",namespace="ml",phase="Failed"}}': "9x100",
                },
            ),
            quiet("no runs", until="20m", every=5, series={}),
        ),
    ),
    Alert(
        name="KubeflowWorkflowsPending",
        expr=f"""
          max by (job) (argo_workflows_gauge{{job="kubeflow",phase="Pending"}}) > {PENDING.value}
        """,
        for_="30m",
        severity=AlertSeverity.TICKET,
        threshold=PENDING,
        summary="{{ $value }} pipeline runs wait for their start",
        description=(
            "For a while more runs of {{ $labels.job }} have been pending than usual: the "
            "controller's limit on parallel workflows is reached, or it does not keep up."
        ),
        cases=(
            fires(
                "11 wait, of another Argo even more",
                {"job": "kubeflow"},
                at="30m",
                series={
                    f'{NOW}{{job="kubeflow",phase="Pending"}}': "11x60",
                    f'{NOW}{{job="kubeflow",phase="Running"}}': "90x60",
                    f'{NOW}{{job="argo",phase="Pending"}}': "90x60",
                },
            ),
            quiet(
                "10 wait, or 29 minutes of more",
                until="35m",
                series={f'{NOW}{{job="kubeflow",phase="Pending"}}': "10x2 50x29 10x40"},
            ),
            quiet(
                "many run, and another Argo's wait",
                until="31m",
                series={
                    f'{NOW}{{job="kubeflow",phase="Running"}}': "90x80",
                    f'{NOW}{{job="argo",phase="Pending"}}': "90x80",
                },
            ),
            quiet("the controller is gone", until="3m", series={}),
        ),
    ),
    # A controller that answers and does not lead does no work either.
    Alert(
        name="KubeflowWorkflowControllerDown",
        expr='absent(argo_workflows_is_leader{job="kubeflow"} == 1)',
        for_="10m",
        severity=AlertSeverity.PAGE,
        summary="No Argo Workflows controller is at work for Kubeflow",
        description=(
            "No workflow controller leads or answers: no pipeline run starts, "
            "and those that run do not get to their next step."
        ),
        cases=(
            fires(
                "it vanishes, while another Argo goes on",
                at="15m",
                series={
                    f'{LEADER}{{job="kubeflow",pod="a"}}': "1x4 stale",
                    f'{LEADER}{{job="argo",pod="b"}}': "1x60",
                },
            ),
            fires(
                "two that wait for each other",
                at="10m",
                series={
                    f'{LEADER}{{job="kubeflow",pod="a"}}': "0x30",
                    f'{LEADER}{{job="kubeflow",pod="b"}}': "0x30",
                },
            ),
            fires("it has never been there", at="10m", series={}),
            quiet(
                "a new leader after nine minutes",
                until="12m",
                series={
                    f'{LEADER}{{job="kubeflow",pod="a"}}': "1 stale",
                    f'{LEADER}{{job="kubeflow",pod="b"}}': "0x9 1x60",
                },
            ),
            quiet(
                "one leads, one stands by",
                until="12m",
                series={
                    f'{LEADER}{{job="kubeflow",pod="a"}}': "1x60",
                    f'{LEADER}{{job="kubeflow",pod="b"}}': "0x60",
                },
            ),
        ),
    ),
    # A gauge without labels: there from the server's start on.
    Alert(
        name="KubeflowPipelinesApiDown",
        expr='absent(run_server_run_count{job="kubeflow"})',
        for_="5m",
        severity=AlertSeverity.PAGE,
        summary="The Kubeflow Pipelines API does not answer",
        description=(
            "No API server of {{ $labels.job }} can be scraped: runs cannot be "
            "started or looked at, and recurring runs are skipped."
        ),
        cases=(
            fires(
                "it vanishes",
                {"job": "kubeflow"},
                at="10m",
                series={f'{API}{{job="kubeflow"}}': "7x4 stale", f'{API}{{job="other"}}': "7x60"},
            ),
            fires("it has never been there", {"job": "kubeflow"}, at="5m", series={}),
            quiet(
                "back after four minutes",
                until="7m",
                series={f'{API}{{job="kubeflow"}}': "7 stale _x3 0x60"},
            ),
            quiet("no runs yet", until="6m", series={f'{API}{{job="kubeflow"}}': "0x60"}),
        ),
    ),
)
