"""The board of this pack, and what the overview of the pipeline shows of DAGs.

Airflow sends no state of a run: how many ended well or badly are the counts of two timers.
"""

from generator.catalog.board import (
    OUTCOMES,
    Color,
    Panel,
    PanelKind,
    Part,
    Query,
    Step,
)
from generator.packs.airflow.alerts_dags import FAILED, SUCCEEDED
from generator.packs.airflow.board import BOARD
from generator.packs.airflow.panels_dags import ended

BOARDS = (BOARD,)

WELL, BADLY = ended(SUCCEEDED, "1d"), ended(FAILED, "1d")
OR_NONE = tuple(f"{each} or vector(0)" for each in (WELL, BADLY))

RATIO = Panel(
    title="DAG success",
    description="The share of DAG runs that ended well, of all that ended within a day.",
    unit="ratio",
    kind=PanelKind.STAT,
    queries=(Query("A", f"({OR_NONE[0]}) / (({OR_NONE[0]}) + ({OR_NONE[1]}) > 0)", instant=True),),
    width=4,
    decimals=1,
    steps=(Step(None, Color.BAD), Step(0.9, Color.WARNING), Step(0.99, Color.GOOD)),
    alerts=("AirflowDAGFailure",),
)
RUNS = Panel(
    title="DAG runs of the last day",
    description="How many ended well, and how many failed.",
    unit="runs",
    queries=(Query("A", WELL, "succeeded"), Query("B", BADLY, "failed")),
    low=0,
    stacked=True,
    colors=OUTCOMES,
    alerts=("AirflowDAGFailure",),
)
PARTS = (Part("pipeline", "Training", (RATIO, RUNS)),)
