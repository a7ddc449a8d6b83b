"""How many requests a model gets, between its bounds."""

from generator.catalog.board import ONE_MODEL, Panel, Part, Query
from generator.catalog.canonical import REQUESTS
from generator.packs.model_traffic import THRESHOLDS

FEWEST, MOST = THRESHOLDS[:2]
REQUESTED = Panel(
    title="Requests against bounds",
    description=(
        "Requests per second, and those of a week ago at the same time: a fall against them is "
        "an alert of its own."
    ),
    unit="requests/s",
    queries=(
        Query("A", f"sum({REQUESTS}{{{ONE_MODEL}}})", "requests"),
        Query("B", f"sum({REQUESTS}{{{ONE_MODEL}}} offset 1w)", "a week ago"),
    ),
    width=12,
    low=0,
    alerts=("ModelTrafficLow", "ModelTrafficHigh", "ModelTrafficDropped"),
)
BOUNDED = REQUESTED.bounded(FEWEST, "fewest", ONE_MODEL).bounded(MOST, "most", ONE_MODEL)
PARTS = (Part("model", "Traffic and errors", (BOUNDED,)),)
