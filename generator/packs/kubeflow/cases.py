"""Raw series in, our own series out."""

from generator.catalog import SignalCase

WORKFLOWS = "namespace:workflows:increase6h"
TRIALS = "namespace:katib_trials:increase6h"
ENDED = "argo_workflows_total_count"

CASES = (
    SignalCase(
        "the user's namespace, whether the scrape renamed it or not; a series born in the window",
        WORKFLOWS,
        series={
            f'{ENDED}{{job="kubeflow",namespace="kubeflow",exported_namespace="ml",'
            'phase="Failed"}': "0+1x71 72x20",
            f'{ENDED}{{job="kubeflow",namespace="web",phase="Succeeded"}}': "_x10 4x80",
            f'{ENDED}{{job="kubeflow",namespace="web",phase="Running"}}': "0+1x90",
            f'{ENDED}{{job="argo",namespace="etl",phase="Failed"}}': "0+1x90",
        },
        at="5h55m",
        every=5,
        expect={
            f'{WORKFLOWS}{{namespace="ml",phase="Failed"}}': 71,
            f'{WORKFLOWS}{{namespace="web",phase="Succeeded"}}': 4,
        },
    ),
    SignalCase(
        "trials by outcome",
        TRIALS,
        series={
            'katib_trial_succeeded_total{job="kubeflow",exported_namespace="ml"}': "_x10 4x80",
            'katib_trial_failed_total{job="kubeflow",exported_namespace="ml"}': "_x10 2x80",
            'katib_trial_metrics_unavailable_total{job="kubeflow",namespace="ml"}': "_x10 1x80",
            'katib_trial_failed_total{job="other",namespace="ml"}': "_x10 9x80",
        },
        at="5h",
        every=5,
        expect={
            f'{TRIALS}{{namespace="ml",outcome="succeeded"}}': 4,
            f'{TRIALS}{{namespace="ml",outcome="failed"}}': 2,
            f'{TRIALS}{{namespace="ml",outcome="no_metric"}}': 1,
        },
    ),
    SignalCase("nothing is scraped", WORKFLOWS, series={}, at="1h", every=5, expect={}),
    SignalCase("nothing is scraped", TRIALS, series={}, at="1h", every=5, expect={}),
)
