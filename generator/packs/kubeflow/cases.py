"""Raw series in, our own series out."""

from generator.catalog import SignalCase

WORKFLOWS = "namespace:workflows:increase6h"
TRIALS = "namespace:katib_trials:increase6h"
ENDED = "argo_workflows_total_count"
KATIB = 'job="kubeflow",exported_namespace="ml"'
UP = 'up{job="kubeflow",instance="1"}'

# Two hours ago 2, four and a half hours ago 4, and before a restart and more than six hours ago 8.
HISTORY = "0x10 8x9 0x20 4x30 6x40"
# The scrape of six hours ago failed, the one before it did not.
ANSWERS = "1x23 0 1x120"
# Of 13 hours: there in the second and third hour, or in the first only, and again after eight.
LATELY = "_x20 8x10 _x59 8x100"
LONG_AGO = "5x10 _x79 5x100"

# What is recorded, from which series, with which labels.
RECORDED = (
    (WORKFLOWS, ((ENDED, ',phase="Failed"'),), ('phase="Failed"',)),
    (
        TRIALS,
        (
            ("katib_trial_succeeded_total", ""),
            ("katib_trial_failed_total", ""),
            ("katib_trial_metrics_unavailable_total", ""),
        ),
        ('outcome="succeeded"', 'outcome="failed"', 'outcome="no_metric"'),
    ),
)

CASES = (
    SignalCase(
        "the user's namespace, renamed by the scrape or not; series born within the window",
        WORKFLOWS,
        series={
            UP: ANSWERS,
            f'{ENDED}{{job="kubeflow",namespace="k",exported_namespace="ml",phase="Failed"}}': (
                HISTORY
            ),
            f'{ENDED}{{job="kubeflow",namespace="ml",phase="Failed",pod="b"}}': HISTORY,
            f'{ENDED}{{job="kubeflow",namespace="web",phase="Succeeded"}}': "_x40 4x80",
            f'{ENDED}{{job="kubeflow",namespace="web",phase="Running"}}': "0+1x120",
            f'{ENDED}{{job="argo",namespace="etl",phase="Failed"}}': "0+1x120",
        },
        at="8h",
        every=5,
        expect={
            f'{WORKFLOWS}{{namespace="ml",phase="Failed"}}': 12,
            f'{WORKFLOWS}{{namespace="web",phase="Succeeded"}}': 4,
        },
    ),
    SignalCase(
        "trials by outcome, of two controllers",
        TRIALS,
        series={
            UP: ANSWERS,
            f"katib_trial_succeeded_total{{{KATIB}}}": HISTORY,
            f'katib_trial_succeeded_total{{{KATIB},pod="b"}}': HISTORY,
            f"katib_trial_failed_total{{{KATIB}}}": HISTORY,
            f'katib_trial_failed_total{{{KATIB},pod="b"}}': HISTORY,
            f"katib_trial_metrics_unavailable_total{{{KATIB}}}": HISTORY,
            f'katib_trial_metrics_unavailable_total{{{KATIB},pod="b"}}': HISTORY,
            'katib_trial_succeeded_total{job="kubeflow",namespace="web"}': "_x40 4x80",
            'katib_trial_failed_total{job="kubeflow",namespace="web"}': "_x40 2x80",
            'katib_trial_metrics_unavailable_total{job="kubeflow",namespace="web"}': "_x40 1x80",
            'katib_trial_failed_total{job="other",namespace="ml"}': "_x40 9x80",
        },
        at="8h",
        every=5,
        expect={
            f'{TRIALS}{{namespace="ml",outcome="succeeded"}}': 12,
            f'{TRIALS}{{namespace="ml",outcome="failed"}}': 12,
            f'{TRIALS}{{namespace="ml",outcome="no_metric"}}': 12,
            f'{TRIALS}{{namespace="web",outcome="succeeded"}}': 4,
            f'{TRIALS}{{namespace="web",outcome="failed"}}': 2,
            f'{TRIALS}{{namespace="web",outcome="no_metric"}}': 1,
        },
    ),
    *(
        SignalCase(
            "whole series are counted that were not there in the six hours before, but no others",
            record,
            series={
                UP: "1x200",
                **{f'{each}{{job="kubeflow",namespace="ml"{more}}}': LATELY for each, more in raw},
                **{
                    f'{each}{{job="kubeflow",namespace="web"{more}}}': LONG_AGO
                    for each, more in raw
                },
            },
            at="13h",
            every=5,
            expect={
                f'{record}{{namespace="{namespace}",{label}}}': value
                for namespace, value in (("ml", 0), ("web", 5))
                for label in labels
            },
        )
        for record, raw, labels in RECORDED
    ),
    *(
        SignalCase(
            "what nobody scraped six hours ago is not new",
            record,
            series={
                UP: "1x38 0x5 1x80",
                **{
                    f'{each}{{job="kubeflow",namespace="ml"{more}}}': "_x45 8x80"
                    for each, more in raw
                },
            },
            at="9h20m",
            every=5,
            expect={f'{record}{{namespace="ml",{label}}}': 0 for label in labels},
        )
        for record, raw, labels in RECORDED
    ),
    SignalCase("nothing is scraped", WORKFLOWS, series={}, at="5m", every=5, expect={}),
    SignalCase("nothing is scraped", TRIALS, series={}, at="5m", every=5, expect={}),
)
