"""Runs, as our exporter counts them in the store."""

from generator.catalog.board import OUTCOMES, Panel, Part, Query
from generator.catalog.panels import nearing
from generator.catalog.service import most
from generator.packs.mlflow.alerts_runs import FAILED_RUNS, RUN_AGE
from generator.packs.mlflow.metrics import METRICS

BY_NAME = {metric.name: metric for metric in METRICS}
RUNS = BY_NAME["mlflow_runs"]
ENDED = BY_NAME["mlflow_runs_finished_total"]
HERE = 'namespace=~"$namespace"'
BADLY = f'{{{HERE}, status="FAILED"}}'
# While an exporter is replaced there are two, which tell of the same runs.
ONCE = "max by (namespace, experiment, status)"


def _ended(where: str, window: str) -> str:
    """How many runs ended within a window: as many more as there were told of before it.

    A new pod of the exporter brings all counts as new series, and an experiment begins with its
    first run. So, as in the alert, the count over all pods is compared with the earlier one; with
    zero, if the exporter worked then and knew of none, or if the count has fallen; and with the
    lowest since, if there was no exporter.
    """
    series = f"{ENDED.name}{where}"
    told = f"{ONCE} ({series})"
    worked = f"max by (namespace) (mlflow_exporter_up offset {window}) == 1"
    return f"""
      {told}
        -
      (
        {ONCE} ({series} offset {window}) <= {told}
        or
        0 * {told} and on (namespace) {worked}
        or
        min by (namespace, experiment, status) (min_over_time({series}[{window}]))
      )
    """


STATES = Panel(
    title="Runs by status",
    description=RUNS.help,
    unit=RUNS.unit,
    queries=(Query("A", f"sum by (status) ({ONCE} ({RUNS.name}{{{HERE}}}))", "{{status}}"),),
    width=12,
    low=0,
    stacked=True,
    colors=OUTCOMES,
)
FAILED = most(
    Panel(
        title="Failed runs of the last hour",
        description=(
            "Runs that failed within the hour before, of experiments in which any ever did."
        ),
        unit="runs",
        queries=(
            Query(
                "A",
                f"sum by (experiment) ({_ended(BADLY, '1h')})",
                "{{experiment}}",
            ),
        ),
        width=12,
        low=0,
        alerts=("MLflowExperimentFailed",),
    ).bounded(FAILED_RUNS, "accepted")
)
OLDEST = most(
    nearing(
        Panel(
            title="Longest running runs",
            description="How long the oldest run of an experiment has run.",
            unit="seconds",
            queries=(
                Query(
                    "A",
                    "time() - min by (experiment) "
                    f"(mlflow_run_oldest_running_timestamp_seconds{{{HERE}}} > 0)",
                    "{{experiment}}",
                ),
            ),
            width=12,
            low=0,
            alerts=("MLflowRunStuck",),
        ).bounded(RUN_AGE, "longest")
    )
)
FINISHED = Panel(
    title="Runs that ended in the last hour",
    description="How many runs ended, by how they ended.",
    unit="runs",
    queries=(Query("A", f"sum by (status) ({_ended(f'{{{HERE}}}', '1h')})", "{{status}}"),),
    width=12,
    low=0,
    stacked=True,
    colors=OUTCOMES,
)

TRAINED = Panel(
    title="Training runs by status",
    description="Runs that ended within the day before, by how they ended.",
    unit="runs",
    queries=(Query("A", f"sum by (status) ({_ended('', '1d')})", "{{status}}"),),
    width=12,
    low=0,
    stacked=True,
    colors=OUTCOMES,
    alerts=("MLflowExperimentFailed",),
)
PARTS = (Part("pipeline", "Training", (TRAINED,)),)
