"""What ended in each namespace within six hours, well or badly.

A counter series is born with its first event, at 1, which increase() does not see: whole series
that were not there before these six hours are counted as they are. The same holds after a restart.
In the first six hours of watching nobody knows which are old: only what they grow is counted.
"""

from generator.catalog import LONG, Signal
from generator.catalog.service import counted

# Of the namespace of the user, which a scrape without honorLabels has renamed.
OF_USER = '"namespace", "$1", "exported_namespace", "(.+)"'


UP = 'up{job="kubeflow"}'


def _ended(series: str, *by: str) -> str:
    of_user = f"label_replace({counted(series, '6h', UP)}, {OF_USER})"
    return f"sum by ({', '.join(('namespace', *by))}) ({of_user})"


def _trials(metric: str) -> str:
    return _ended(f'{metric}{{job="kubeflow"}}')


SIGNALS = (
    Signal(
        "namespace:workflows:increase6h",
        _ended(
            'argo_workflows_total_count{job="kubeflow",phase=~"Succeeded|Failed|Error"}', "phase"
        ),
        labels=("namespace", "phase"),
        unit="workflows",
        help="Workflows of a namespace that ended within 6 hours, by the phase they ended in.",
        every=LONG,
    ),
    Signal(
        "namespace:katib_trials:increase6h",
        _trials("katib_trial_succeeded_total"),
        labels=("namespace", "outcome"),
        static=(("outcome", "succeeded"),),
        unit="trials",
        help="Trials of a namespace that succeeded within 6 hours.",
        every=LONG,
    ),
    Signal(
        "namespace:katib_trials:increase6h",
        _trials("katib_trial_failed_total"),
        labels=("namespace", "outcome"),
        static=(("outcome", "failed"),),
        unit="trials",
        help="Trials of a namespace that failed within 6 hours.",
        every=LONG,
    ),
    Signal(
        "namespace:katib_trials:increase6h",
        _trials("katib_trial_metrics_unavailable_total"),
        labels=("namespace", "outcome"),
        static=(("outcome", "no_metric"),),
        unit="trials",
        help="Trials of a namespace that ended without their metric within 6 hours.",
        every=LONG,
    ),
)
