"""The features themselves: how old, how many are missing, and whether they are renewed."""

from generator.catalog.board import OUTCOMES, RATE, Color, Column, Panel, PanelKind, Query, Step
from generator.catalog.panels import nearing, now, quantiles, rate, share
from generator.catalog.service import counted, most
from generator.packs.feast.alerts_features import AGE, NOT_FOUND
from generator.packs.feast.metrics import METRICS
from generator.packs.feast.panels_server import HERE, OURS

BY_NAME = {metric.name: metric for metric in METRICS}
VALUES = BY_NAME["feast_online_features_status_total"]
RESULTS = BY_NAME["feast_materialization_result_total"]
ANY_IS_BAD = (Step(None, Color.NEUTRAL), Step(1, Color.BAD))
# Each server tells the age of the same features; one that lags behind does not count.
AGES = f"min by (project, feature_view) (feast_feature_freshness_seconds{{{HERE}}})"

OLDEST = Panel(
    title="Age of features",
    description=(
        "How long ago the newest materialised interval of a view ended. It climbs between "
        "materialisations; one that climbs past its usual peak was skipped. A view that was "
        "never materialised has no line."
    ),
    unit=AGE.unit,
    queries=(Query("A", AGES, "{{project}} {{feature_view}}"),),
    low=0,
    alerts=("FeastFeaturesStale",),
)


def _missing(*by: str, window: str = RATE) -> str:
    missing = f'rate({VALUES.name}{{{HERE}, status="not_found"}}[{window}])'
    every = f"rate({VALUES.name}{{{HERE}}}[{window}])"
    return share(missing, every, *by)


MISSING = most(
    Panel(
        title="Values not found",
        description=(
            "The share of the requested values of a view that the online store did not have: keys "
            "it has never seen, or features that expired. Models get nulls instead."
        ),
        unit=NOT_FOUND.unit,
        queries=(Query("A", _missing("feature_view"), "{{feature_view}}"),),
        low=0,
        alerts=("FeastFeaturesNotFound",),
    )
)
SERVED = rate(
    VALUES,
    "Values served",
    "status",
    where=HERE,
    description="Feature values that were asked for, by whether the online store had them.",
    stacked=True,
    colors=(("^present$", Color.GOOD), ("^not_found$", Color.WARNING)),
    alerts=("FeastFeaturesNotFound",),
)


def _runs(by: str, where: str = HERE, window: str = "1h") -> str:
    ended = counted(f"{RESULTS.name}{{{where}}}", window, f"up{{{OURS}}}")
    return f"round(sum {by}({ended}))"


BADLY = f'{HERE}, status="failure"'
VIEWS = Panel(
    title="Feature views",
    description=(
        "Each view with a known age, with the share of its values that was not found within an "
        "hour, and its materialisations of a day that failed (only those that a server did)."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query(
            "A", f"min by (feature_view) (feast_feature_freshness_seconds{{{HERE}}})", instant=True
        ),
        Query("B", _missing("feature_view", window="1h"), instant=True),
        Query("C", _runs("by (feature_view) ", BADLY, "1d"), instant=True),
        Query(
            "D",
            f'sum by (feature_view) (rate({VALUES.name}{{{HERE}, status="present"}}[{RATE}]))',
            instant=True,
        ),
    ),
    columns=(
        Column("Feature view", label="feature_view", width=320),
        Column("Age", ref="A", unit="seconds"),
        Column("Not found, 1 h", ref="B", unit="ratio", decimals=1),
        Column("Failed, 1 d", ref="C", decimals=0, steps=ANY_IS_BAD),
        Column("Values served", ref="D", unit="values/s"),
    ),
    width=24,
    alerts=("FeastFeaturesStale", "FeastFeaturesNotFound", "FeastMaterializationFailed"),
    sort="Age",
)
ENDED = Panel(
    title="Materialisations of the last hour",
    description=(
        "Those that a feature server did, by how they ended. Jobs that run feast materialize "
        "elsewhere are not counted: of them the age of features tells."
    ),
    unit=RESULTS.unit,
    queries=(Query("A", _runs("by (status) "), "{{status}}"),),
    low=0,
    stacked=True,
    colors=(*OUTCOMES, ("^failure$", Color.BAD)),
    alerts=("FeastMaterializationFailed",),
)
FAILING = most(
    Panel(
        title="Failed in the last hour, by view",
        description="Materialisations that failed: the online store keeps the older features.",
        unit=RESULTS.unit,
        # A view of which none ever failed has no such count.
        queries=(
            Query(
                "A",
                f"{_runs('by (feature_view) ', BADLY)} "
                f"or 0 * sum by (feature_view) ({RESULTS.name}{{{HERE}}})",
                "{{feature_view}}",
            ),
        ),
        low=0,
        alerts=("FeastMaterializationFailed",),
    )
)
TAKES = quantiles(
    BY_NAME["feast_materialization_duration_seconds"],
    "Time a materialisation takes",
    where=HERE,
    description="Where this nears the pause between two of them, features get older and older.",
    alerts=("FeastMaterializationFailed", "FeastFeaturesStale"),
)
PUSHED = most(
    rate(
        BY_NAME["feast_push_request_total"],
        "Pushes by source",
        "push_source",
        "mode",
        where=HERE,
        description="Requests that push features. One that falls to nought leaves them to age.",
        alerts=("FeastFeaturesStale",),
    )
)
COMPUTED = quantiles(
    BY_NAME["feast_feature_server_transformation_duration_seconds"],
    "Time in transformations",
    where=HERE,
    description="Time on-demand feature views took for a request, part of its time to answer.",
    alerts=("FeastLatencyHigh",),
)
OFFLINE = rate(
    BY_NAME["feast_offline_store_request_total"],
    "Offline store by outcome",
    "status",
    where=HERE,
    description="Requests to the offline store: training sets and batch predictions.",
    stacked=True,
    colors=OUTCOMES,
)

NOW = (
    now(
        Panel(
            title="Oldest features",
            description="The age of the view whose newest features are the oldest.",
            unit=AGE.unit,
            queries=(Query("A", f"max({AGES})"),),
            alerts=("FeastFeaturesStale",),
        ),
        "Oldest features",
        bound=AGE,
    ),
    now(
        Panel(
            title="Not found",
            description="The share of all requested values that the online store did not have.",
            unit=NOT_FOUND.unit,
            queries=(Query("A", _missing()),),
            decimals=1,
            alerts=("FeastFeaturesNotFound",),
        ),
        "Not found",
        bound=NOT_FOUND,
    ),
    now(
        Panel(
            title="Renewals failed, 1 h",
            description="Materialisations of the last hour that failed, of all views.",
            unit=RESULTS.unit,
            queries=(Query("A", f"{_runs('', BADLY)} or vector(0)"),),
            decimals=0,
            steps=ANY_IS_BAD,
            alerts=("FeastMaterializationFailed",),
        ),
        "Renewals failed, 1 h",
    ),
)
FEATURES = (
    most(nearing(OLDEST.bounded(AGE, "oldest"))),
    MISSING.bounded(NOT_FOUND, "most"),
    SERVED,
    VIEWS,
)
RENEWED = (ENDED, FAILING, TAKES)
WRITTEN = (PUSHED, COMPUTED, OFFLINE)
