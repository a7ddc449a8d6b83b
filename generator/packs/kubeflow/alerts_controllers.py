"""The controllers of Kubeflow, and the notebooks one of them makes."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

OURS_1 = 'job="kubeflow",instance="1"'
TOTAL = "controller_runtime_reconcile_total"
ERRORS = "controller_runtime_reconcile_errors_total"
OURS = 'job="kubeflow",controller="trainjob"'
HEALTHY = 'job="kubeflow",controller="notebook"'
OTHER = 'job="kserve",controller="inferenceservice"'
NOTEBOOK = "notebook_create_failed_total"
UP = 'up{job="kubeflow",instance="1"}'

ERROR_RATIO = ServiceThreshold(
    "kubeflow:reconcile_error_ratio:max",
    0.5,
    unit="ratio",
    help="Share of a controller's reconciliations that may fail.",
)

ALERTS = (
    # One broken object is tried at ever longer intervals, in the end twice in half an hour, while
    # healthy ones are left alone: the floor of ten keeps it from looking like a broken controller.
    Alert(
        name="KubeflowControllerErrors",
        expr=f"""
          (
            sum by (controller) (
              increase(controller_runtime_reconcile_errors_total{{job="kubeflow"}}[30m])
            )
            /
            sum by (controller) (
              increase(controller_runtime_reconcile_total{{job="kubeflow"}}[30m])
            )
            > {ERROR_RATIO.value}
          )
          and on (controller)
          sum by (controller) (
            increase(controller_runtime_reconcile_errors_total{{job="kubeflow"}}[30m])
          ) > 10
        """,
        for_="15m",
        severity=AlertSeverity.TICKET,
        threshold=ERROR_RATIO,
        summary="Kubeflow controller {{ $labels.controller }} fails in most of what it does",
        description=(
            "{{ $value | humanizePercentage }} of the reconciliations of {{ $labels.controller }} "
            "have failed in the last 30 minutes: what users ask of it is not carried out."
        ),
        cases=(
            fires(
                "51 % fail; another controller at 50 %, another operator, and one broken object",
                {"controller": "trainjob"},
                at="16m",
                series={
                    f"{ERRORS}{{{OURS}}}": "0+51x60",
                    f'{TOTAL}{{{OURS},result="error"}}': "0+51x60",
                    f'{TOTAL}{{{OURS},result="success"}}': "0+49x60",
                    f"{ERRORS}{{{HEALTHY}}}": "0+50x60",
                    f'{TOTAL}{{{HEALTHY},result="error"}}': "0+50x60",
                    f'{TOTAL}{{{HEALTHY},result="success"}}': "0+50x60",
                    f"{ERRORS}{{{OTHER}}}": "0+50x60",
                    f'{TOTAL}{{{OTHER},result="error"}}': "0+50x60",
                    f'{ERRORS}{{job="kubeflow",controller="experiment"}}': "0x9 1x14 2x14 3x14",
                    f'{TOTAL}{{job="kubeflow",controller="experiment",'
                    'result="error"}': "0x9 1x14 2x14 3x14",
                },
            ),
            fires(
                "a burst is seen for half an hour: 15 minutes later the alert fires",
                {"controller": "trainjob"},
                at="20m",
                series={
                    f"{ERRORS}{{{OURS}}}": "0x4 11x60",
                    f'{TOTAL}{{{OURS},result="error"}}': "0x4 11x60",
                },
            ),
            fires(
                "half an hour of successes, then failures only: from the 15th minute on too many",
                {"controller": "trainjob"},
                at="1h",
                series={
                    f"{ERRORS}{{{OURS}}}": "0x30 100+100x90",
                    f'{TOTAL}{{{OURS},result="error"}}': "0x30 100+100x90",
                    f'{TOTAL}{{{OURS},result="success"}}': "0+100x30 3000x90",
                    f"{ERRORS}{{{HEALTHY}}}": "0+50x90",
                    f'{TOTAL}{{{HEALTHY},result="error"}}': "0+50x90",
                    f'{TOTAL}{{{HEALTHY},result="success"}}': "0+50x90",
                },
            ),
            quiet(
                "all fail, ten in the first half hour and fewer in each one after",
                until="1h20m",
                series={
                    f"{ERRORS}{{{OURS}}}": "0x29 10x29 19x29 28x29 37x90",
                    f'{TOTAL}{{{OURS},result="error"}}': "0x29 10x29 19x29 28x29 37x90",
                },
            ),
            quiet("nothing to reconcile", until="17m", series={f"{ERRORS}{{{OURS}}}": "0x80"}),
        ),
    ),
    # As with training jobs, the first failure of a namespace is a new series, told from an old one
    # by a target that answered before.
    Alert(
        name="KubeflowNotebookCreateFailed",
        expr="""
          sum by (namespace) (
            label_replace(
              notebook_create_failed_total{job="kubeflow"}
              unless
              notebook_create_failed_total{job="kubeflow"} offset 15m
              and on (job, instance) (up{job="kubeflow"} offset 15m == 1)
              or
              increase(notebook_create_failed_total{job="kubeflow"}[15m]),
              "namespace", "$1", "exported_namespace", "(.+)"
            )
          ) > 0
        """,
        for_="0m",
        keep_firing_for="15m",
        severity=AlertSeverity.TICKET,
        summary="A notebook could not be created in {{ $labels.namespace }}",
        description=(
            "Within 15 minutes the notebook controller has failed to make the StatefulSet or "
            "Service of a notebook in {{ $labels.namespace }}; its user waits for it in vain."
        ),
        cases=(
            fires(
                "one more failure, beside a namespace with old failures, and another controller",
                {"namespace": "ml"},
                at="20m",
                series={
                    UP: "1x60",
                    f'{NOTEBOOK}{{{OURS_1},exported_namespace="ml"}}': "3x19 4x40",
                    f'{NOTEBOOK}{{job="kubeflow",instance="1",exported_namespace="web"}}': "3x60",
                    f'{NOTEBOOK}{{job="other",instance="1",exported_namespace="x"}}': "3x19 4x40",
                },
            ),
            fires(
                "the first failure ever, beside another controller's",
                {"namespace": "ml"},
                at="20m",
                series={
                    UP: "1x60",
                    'up{job="other",instance="1"}': "1x60",
                    f'{NOTEBOOK}{{job="kubeflow",instance="1",namespace="ml"}}': "_x20 1x40",
                    f'{NOTEBOOK}{{job="other",instance="1",namespace="x"}}': "_x20 1x40",
                },
            ),
            fires(
                "a gap of 13 minutes between two scrapes",
                {"namespace": "ml"},
                at="14m",
                holds="29m",
                series={
                    f'{NOTEBOOK}{{{OURS_1},exported_namespace="ml"}}': "3 _x13 4x40",
                },
            ),
            quiet(
                "old failures, and the controller is scraped for the first time",
                until="25m",
                series={
                    UP: "_x5 1x60",
                    f'{NOTEBOOK}{{{OURS_1},exported_namespace="ml"}}': "_x5 7x60",
                },
            ),
            quiet(
                "old failures, and the controller answers again after 20 minutes",
                until="42m",
                series={
                    UP: "1x2 0x19 1x60",
                    f'{NOTEBOOK}{{{OURS_1},exported_namespace="ml"}}': "7x2 stale _x19 7x60",
                },
            ),
            quiet("nothing is scraped", until="3m", series={}),
        ),
    ),
)
