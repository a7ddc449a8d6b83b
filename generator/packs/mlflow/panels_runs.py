"""Runs, as our exporter counts them in the store."""

from generator.catalog.board import OUTCOMES, Panel, Part, Query
from generator.packs.mlflow.alerts_runs import FAILED_RUNS, RUN_AGE
from generator.packs.mlflow.metrics import METRICS

BY_NAME = {metric.name: metric for metric in METRICS}
RUNS = BY_NAME["mlflow_runs"]
ENDED = BY_NAME["mlflow_runs_finished_total"]
HERE = 'namespace=~"$namespace"'
BADLY = f'{{{HERE}, status="FAILED"}}'
MOST = 10  # experiments in one graph
# While an exporter is replaced there are two, which tell of the same runs.
ONCE = "max by (namespace, experiment, status)"


def _ended(where: str, window: str) -> str:
    return f"{ONCE} (increase({ENDED.name}{where}[{window}]))"


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
FAILED = Panel(
    title="Failed runs of the last hour",
    description=(
        f"Runs that failed within an hour, of the {MOST} experiments with most. Failures that come "
        "with a new experiment are seen by the alert only."
    ),
    unit="runs",
    queries=(
        Query(
            "A",
            f"topk({MOST}, sum by (experiment) ({_ended(BADLY, '1h')}) > 0)",
            "{{experiment}}",
        ),
    ),
    width=12,
    low=0,
    alerts=("MLflowExperimentFailed",),
).bounded(FAILED_RUNS, "accepted")
OLDEST = Panel(
    title="Longest running runs",
    description=f"How long the oldest run of an experiment has run; the {MOST} oldest.",
    unit="seconds",
    queries=(
        Query(
            "A",
            f"topk({MOST}, time() - min by (experiment) "
            f"(mlflow_run_oldest_running_timestamp_seconds{{{HERE}}} > 0))",
            "{{experiment}}",
        ),
    ),
    width=12,
    low=0,
    alerts=("MLflowRunStuck",),
).bounded(RUN_AGE, "longest")
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
    description=(
        "Runs that ended within a day, by how they ended. The first run of a new experiment is "
        "not among them."
    ),
    unit="runs",
    queries=(Query("A", f"sum by (status) ({_ended('', '1d')})", "{{status}}"),),
    width=12,
    low=0,
    stacked=True,
    colors=OUTCOMES,
    alerts=("MLflowExperimentFailed",),
)
PARTS = (Part("pipeline", "Training", (TRAINED,)),)
