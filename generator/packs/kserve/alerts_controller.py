"""The KServe controller itself."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

TOTAL = "controller_runtime_reconcile_total"
ERRORS = "controller_runtime_reconcile_errors_total"
OURS = 'job="kserve",controller="inferenceservice"'
HEALTHY = 'job="kserve",controller="inferencegraph"'
OTHER = 'job="kubeflow",controller="inferenceservice"'

ERROR_RATIO = ServiceThreshold(
    "kserve:reconcile_error_ratio:max",
    0.5,
    unit="ratio",
    help="Share of a controller's reconciliations that may fail.",
)

ALERTS = (
    # Only the leader reports reconciliations, from its start on: with none there is no leader.
    Alert(
        name="KServeControllerDown",
        expr='absent(controller_runtime_reconcile_total{job="kserve"})',
        for_="10m",
        severity=AlertSeverity.PAGE,
        summary="The KServe controller is down",
        description=(
            "No controller of {{ $labels.job }} has reported. Models that run go "
            "on, but none can be deployed or changed, and new inference pods are refused while its "
            "webhook is gone: a pod that dies is not replaced."
        ),
        cases=(
            fires(
                "it vanishes, while another operator goes on",
                {"job": "kserve"},
                at="15m",
                series={
                    f'{TOTAL}{{{OURS},result="success"}}': "5x4 stale",
                    f'{TOTAL}{{{OTHER},result="success"}}': "5x60",
                },
            ),
            fires("it has never been there", {"job": "kserve"}, at="10m", series={}),
            quiet(
                "a new leader after nine minutes",
                until="13m",
                series={
                    f'{TOTAL}{{{OURS},result="success",pod="a"}}': "5 stale",
                    f'{TOTAL}{{{OURS},result="success",pod="b"}}': "_x10 0x60",
                },
            ),
            quiet(
                "an idle controller",
                until="12m",
                series={f'{TOTAL}{{{OURS},result="success"}}': "0x60"},
            ),
        ),
    ),
    # One broken object is tried at ever longer intervals, in the end twice in half an hour, while
    # healthy ones are left alone: the floor of ten keeps it from looking like a broken controller.
    Alert(
        name="KServeReconcileErrors",
        expr=f"""
          (
            sum by (controller) (
              increase(controller_runtime_reconcile_errors_total{{job="kserve"}}[30m])
            )
            /
            sum by (controller) (
              increase(controller_runtime_reconcile_total{{job="kserve"}}[30m])
            )
            > {ERROR_RATIO.value}
          )
          and on (controller)
          sum by (controller) (
            increase(controller_runtime_reconcile_errors_total{{job="kserve"}}[30m])
          ) > 10
        """,
        for_="15m",
        severity=AlertSeverity.TICKET,
        threshold=ERROR_RATIO,
        summary="KServe controller {{ $labels.controller }} fails in most of what it does",
        description=(
            "{{ $value | humanizePercentage }} of the reconciliations of {{ $labels.controller }} "
            "have failed in the last 30 minutes: changes to InferenceServices are not carried out."
        ),
        cases=(
            fires(
                "51 % fail; another controller at 50 %, another operator, and one broken object",
                {"controller": "inferenceservice"},
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
                    f'{ERRORS}{{job="kserve",controller="trainedmodel"}}': "0x9 1x14 2x14 3x14",
                    f'{TOTAL}{{job="kserve",controller="trainedmodel",'
                    'result="error"}': "0x9 1x14 2x14 3x14",
                },
            ),
            fires(
                "a burst is seen for half an hour: 15 minutes later the alert fires",
                {"controller": "inferenceservice"},
                at="20m",
                series={
                    f"{ERRORS}{{{OURS}}}": "0x4 11x60",
                    f'{TOTAL}{{{OURS},result="error"}}': "0x4 11x60",
                },
            ),
            fires(
                "half an hour of successes, then failures only: from the 15th minute on too many",
                {"controller": "inferenceservice"},
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
)
