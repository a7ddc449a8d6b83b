"""What ended in each namespace within six hours, well or badly.

A counter series is born with its first event, at 1, which increase() does not see: whole series
that were not there six hours ago are counted as they are. The same holds after a restart.
"""

from generator.catalog import LONG, Signal

# Of the namespace of the user, which a scrape without honorLabels has renamed.
OF_USER = '"namespace", "$1", "exported_namespace", "(.+)"'


def _trials(metric: str) -> str:
    return f"""
      sum by (namespace) (
        label_replace(
          {metric}{{job="kubeflow"}} unless {metric}{{job="kubeflow"}} offset 6h
          or
          increase({metric}{{job="kubeflow"}}[6h]),
          {OF_USER}
        )
      )
    """


SIGNALS = (
    Signal(
        "namespace:workflows:increase6h",
        f"""
          sum by (namespace, phase) (
            label_replace(
              argo_workflows_total_count{{job="kubeflow",phase=~"Succeeded|Failed|Error"}}
              unless
              argo_workflows_total_count{{job="kubeflow",phase=~"Succeeded|Failed|Error"}} offset 6h
              or
              increase(
                argo_workflows_total_count{{job="kubeflow",phase=~"Succeeded|Failed|Error"}}[6h]
              ),
              {OF_USER}
            )
          )
        """,
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
