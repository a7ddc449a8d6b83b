"""Drift of the whole fleet, and of one model."""

from generator.catalog.board import (
    CHOSEN_MODELS,
    DETAIL,
    MODEL_CHOICES,
    ONE_MODEL,
    ROLLED_OUT,
    TO_MODEL,
    TRAINED,
    Annotation,
    Board,
    Color,
    Column,
    Panel,
    PanelKind,
    Part,
    Query,
    Row,
    Step,
)
from generator.catalog.judged import judged
from generator.catalog.panels import across, number_of, value
from generator.catalog.ranked import highest
from generator.packs.model_drift.alerts import STALE
from generator.packs.model_drift.metrics import METRICS
from generator.packs.model_drift.thresholds import SCORE, SHARE

BY_NAME = {metric.name: metric for metric in METRICS}
SCORES = BY_NAME["model_data_drift_score"]
FLAGS = BY_NAME["model_data_drift_detected"]
SHARES = BY_NAME["model_data_drift_share_ratio"]
CHECKED = BY_NAME["model_monitoring_last_success_timestamp_seconds"]
STATUS = BY_NAME["model_monitoring_run_status"]
HIGH = f"max by (model_name) ({SHARES.name}) > on (model_name) {SHARE.effective}"
SHARE_OF = f"max by (model_name) ({SHARES.name}) {CHOSEN_MODELS}"
# Of what is accepted; a bound of nought is a tiny one, or nothing could be compared with it.
LEAST = 0.001
OF_SHARE = (
    f"({SHARE_OF}) / on (model_name) "
    f"clamp_min(max by (model_name) ({SHARE.effective} < Inf), {LEAST})"
)
OF_SCORE = (
    f"max by (model_name, feature) ({SCORES.name}) / on (model_name) group_left () "
    f"clamp_min(max by (model_name) ({SCORE.effective} < Inf), {LEAST})"
)
# What is exactly at its bound is accepted.
PAST = (Step(None, Color.GOOD), Step(1.001, Color.BAD))
FLAGGED = (Step(None, Color.GOOD), Step(1, Color.WARNING))
MOST = 20

SUMMARY = across(
    number_of(
        "Monitored",
        "Models of which the drift monitor reports anything.",
        f"max by (model_name) ({CHECKED.name}) {CHOSEN_MODELS}",
        bad=False,
    ),
    number_of(
        "Drifting",
        "Models of which more features have drifted than they may.",
        f"({HIGH}) {CHOSEN_MODELS}",
        "ModelDriftShareHigh",
    ),
    number_of(
        "Features over their bound",
        "Features of any model that are further from their reference than the bound.",
        f"(max by (model_name, feature) ({SCORES.name}) "
        f"> on (model_name) group_left () {SCORE.effective}) {CHOSEN_MODELS}",
        "DataDriftDetected",
    ),
    number_of(
        "Last run failed",
        "Models whose last monitoring run did not end well: what is shown of them is older.",
        f"(max by (model_name) ({STATUS.name}) == 0) {CHOSEN_MODELS}",
        "ModelMonitoringStale",
    ),
    number_of(
        "Checked too long ago",
        "Models whose last good run is older than their spec accepts; alerts on drift are off.",
        f"({STALE}) {CHOSEN_MODELS}",
        "ModelMonitoringStale",
    ),
    number_of(
        "Data too old",
        "Models that are checked in time, on data that has ended long ago: the feed is dead.",
        f"(max by (model_name) (model_monitoring_result_stale) == 1) {CHOSEN_MODELS}",
        "ModelMonitoringResultStale",
    ),
    number_of(
        "Blind exporters",
        "Drift exporters that cannot read the results: nothing is known of any model's drift.",
        "model_monitoring_results_readable == 0",
        "DriftResultsUnreadable",
    ),
)

TABLE = Panel(
    title="Models by drift",
    description=(
        "The share of features that have drifted, the share that may, how much of that it is, and "
        "when it was measured. The name leads to the model."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", SHARE_OF, instant=True),
        Query("B", f"max by (model_name) ({SHARE.effective} < Inf) {CHOSEN_MODELS}", instant=True),
        Query(
            "C",
            f"sum by (model_name) (max by (model_name, feature) ({FLAGS.name})) {CHOSEN_MODELS}",
            instant=True,
        ),
        Query("D", f"max by (model_name) ({CHECKED.name} > 0) {CHOSEN_MODELS}", instant=True),
        Query(
            "E",
            f"max by (model_name, team) (model:identity) {CHOSEN_MODELS}",
            instant=True,
        ),
        Query("F", OF_SHARE, instant=True),
    ),
    columns=(
        Column("Model", label="model_name", link=DETAIL, width=240),
        Column("Of accepted share", ref="F", unit="ratio", decimals=0, steps=PAST),
        Column("Drifted share", ref="A", unit="ratio", decimals=0),
        Column("Accepted share", ref="B", unit="ratio", decimals=0),
        Column("Drifted features", ref="C", decimals=0, steps=FLAGGED),
        Column("Checked", ref="D", unit="timestamp"),
        Column("Owner", label="team"),
    ),
    width=14,
    height=14,
    sort="Of accepted share",
)

FURTHEST = Panel(
    title=f"The {MOST} features furthest away, of their bound",
    description=(
        "Distances from the reference, as a share of the bound: above 100% a feature has drifted. "
        "The distances themselves compare within one method only. A model without a bound is not "
        "here."
    ),
    unit="ratio",
    kind=PanelKind.BARS,
    queries=(
        Query(
            "A",
            f"topk({MOST}, {OF_SCORE} {CHOSEN_MODELS})",
            "{{model_name}} {{feature}}",
            instant=True,
        ),
    ),
    width=10,
    height=14,
    low=0,
    decimals=0,
    steps=PAST,
    alerts=("DataDriftDetected",),
    follow=(TO_MODEL,),
)
TREND = Panel(
    title="Share of drifted features",
    description="Of the monitored models: the highest share, that of one in twenty, the middle.",
    unit=SHARES.unit,
    queries=(
        Query("A", f"max({SHARE_OF})", "highest"),
        Query("B", f"quantile(0.95, {SHARE_OF})", "one in twenty"),
        Query("C", f"quantile(0.5, {SHARE_OF})", "middle"),
    ),
    width=12,
    low=0,
    high=1,
    alerts=("ModelDriftShareHigh",),
)
COUNT = Panel(
    title="Models that drift",
    description="Models of which more features have drifted than they may.",
    unit="models",
    queries=(Query("A", f"count(({HIGH}) {CHOSEN_MODELS}) or vector(0)", "drifting"),),
    width=12,
    low=0,
    decimals=0,
)


ONE = value(
    SHARES, "Drifted features", where=ONE_MODEL, width=12, alerts=("ModelDriftShareHigh",)
).bounded(SHARE, "most", ONE_MODEL)
FEATURES = Panel(
    title="Distance by feature",
    description=f"{SCORES.help} The {MOST} furthest are shown.",
    unit=SCORES.unit,
    queries=(
        Query(
            "A",
            highest(f"max by (feature) ({SCORES.name}{{{ONE_MODEL}}})", MOST),
            "{{feature}}",
        ),
    ),
    width=12,
    low=0,
    alerts=("DataDriftDetected",),
)

PARTS = (
    Part("model", "Now", (judged(ONE, "Features drifted", decimals=0),)),
    Part(
        "model",
        "Drift",
        (FEATURES.bounded(SCORE, "bound", ONE_MODEL), ONE),
    ),
    Part("pipeline", "Data and resources", (TREND,)),
)

BOARD = Board(
    name="drift",
    title="Drift",
    description="How far the inputs of models have moved from what they were trained on.",
    variables=MODEL_CHOICES,
    annotations=(
        Annotation(
            "Drift alerts",
            'count by (model_name) (ALERTS{alertname="ModelDriftShareHigh", alertstate="firing"})',
            Color.WARNING,
            "{{model_name}} drifts",
        ),
        ROLLED_OUT,
        TRAINED,
    ),
    rows=(
        Row("What is wrong", SUMMARY),
        Row("Models", (TABLE, FURTHEST)),
        Row("Trends", (TREND, COUNT)),
    ),
    since="7d",
)
