"""The fleet on one page: every model with its objectives, quality, drift, traffic and alerts."""

from generator.catalog.board import (
    Annotation,
    Board,
    Color,
    Column,
    Link,
    Panel,
    PanelKind,
    Query,
    Row,
    Step,
    Variable,
)

TEAM = 'team=~"$team", tier=~"$tier"'
CHOSEN = f"* on (model_name) group_left () (0 * model:identity{{{TEAM}}} + 1)"
FIRING = 'ALERTS{alertstate="firing", model_name!=""}'
BUDGET_STEPS = (Step(None, Color.BAD), Step(0, Color.WARNING), Step(0.25, Color.GOOD))
DETAIL = Link("Open the model", "/d/wk-model?var-model_name=${__data.fields.Model}&${__url_time_range}")


def _stat(title: str, description: str, expr: str, *alerts: str) -> Panel:
    """A number that should be nought."""
    return Panel(
        title=title,
        description=description,
        unit="models",
        queries=(Query("A", f"{expr} or vector(0)", instant=True),),
        kind=PanelKind.STAT,
        width=4,
        height=4,
        steps=(Step(None, Color.GOOD), Step(1, Color.BAD)),
        alerts=alerts,
    )


SUMMARY = (
    Panel(
        title="Models",
        description="Models that are declared for this environment.",
        unit="models",
        queries=(Query("A", f"count(model:identity{{{TEAM}}}) or vector(0)", instant=True),),
        kind=PanelKind.STAT,
        width=4,
        height=4,
    ),
    _stat(
        "Paging",
        "Models for which somebody is being woken up now.",
        f'count(count by (model_name) (ALERTS{{alertstate="firing", severity="page"}}) {CHOSEN})',
    ),
    _stat(
        "Out of budget",
        "Models that have used up the error budget of an objective.",
        f"count(min by (model_name) (model:error_budget:remaining_ratio) {CHOSEN} < 0)",
        "ModelErrorBudgetExhausted",
    ),
    _stat(
        "Below a floor",
        "Models whose worst live version scores below a floor of theirs.",
        "count(count by (model_name) (model:quality_score:min < on (model_name, metric) "
        f"max by (model_name, metric) (model:quality:min)) {CHOSEN})",
        "ModelAccuracyDegraded",
        "ModelQualityBelowFloor",
    ),
    _stat(
        "Drifting",
        "Models of which more features have drifted than they may.",
        "count(max by (model_name) (model_data_drift_share_ratio) > on (model_name) "
        f"model:drift_share:effective_max {CHOSEN})",
        "ModelDriftShareHigh",
    ),
    _stat(
        "Silent",
        "Models that are declared and report nothing.",
        f"count(model:identity{{{TEAM}}} unless on (model_name) model:requests:rate5m)",
        "ModelMetricsAbsent",
    ),
)

MODELS = Panel(
    title="All models",
    description=(
        "One line for each model. Budgets are what is left of the objective's error budget; "
        "a model without an objective, floor or monitor has an empty cell."
    ),
    unit="",
    kind=PanelKind.TABLE,
    width=24,
    height=16,
    queries=(
        Query(
            "A",
            f"max by (model_name, team, tier, task, runtime) (model:identity{{{TEAM}}})",
            instant=True,
        ),
        Query("B", f"count by (model_name) ({FIRING}) {CHOSEN}", instant=True),
        Query(
            "C",
            'min by (model_name) (model:error_budget:remaining_ratio{slo="availability"}) ' + CHOSEN,
            instant=True,
        ),
        Query(
            "D",
            f'min by (model_name) (model:error_budget:remaining_ratio{{slo="latency"}}) {CHOSEN}',
            instant=True,
        ),
        Query(
            "E",
            f'min by (model_name) (model:quality_score:min{{metric="accuracy"}}) {CHOSEN}',
            instant=True,
        ),
        Query(
            "F", f'max by (model_name) (model:quality:min{{metric="accuracy"}}) {CHOSEN}', instant=True
        ),
        Query("G", f"max by (model_name) (model_data_drift_share_ratio) {CHOSEN}", instant=True),
        Query("H", f"max by (model_name) (model:error_ratio:rate5m) {CHOSEN}", instant=True),
        Query("I", f"max by (model_name) (model:latency_seconds:p95) {CHOSEN}", instant=True),
        Query("J", f"sum by (model_name) (model:requests:rate5m) {CHOSEN}", instant=True),
    ),
    columns=(
        Column("Model", label="model_name", link=DETAIL, width=220),
        Column("Alerts", ref="B", decimals=0, steps=(Step(None, Color.BAD),), width=80),
        Column("Availability budget", ref="C", unit="ratio", decimals=0, steps=BUDGET_STEPS),
        Column("Latency budget", ref="D", unit="ratio", decimals=0, steps=BUDGET_STEPS),
        Column("Accuracy", ref="E", unit="ratio", decimals=1),
        Column("Floor", ref="F", unit="ratio", decimals=1),
        Column("Features drifted", ref="G", unit="ratio", decimals=0),
        Column("Errors", ref="H", unit="ratio", decimals=2),
        Column("p95", ref="I", unit="seconds"),
        Column("Requests", ref="J", unit="requests/s"),
        Column("Tier", label="tier", width=60),
        Column("Owner", label="team"),
        Column("Task", label="task"),
        Column("Runtime", label="runtime"),
    ),
)

TRENDS = (
    Panel(
        title="Requests by owner",
        description="Requests of all models, by the team that owns them.",
        unit="requests/s",
        queries=(
            Query(
                "A",
                "sum by (team) (sum by (model_name) (model:requests:rate5m) "
                f"* on (model_name) group_left (team) model:identity{{{TEAM}}})",
                "{{team}}",
            ),
        ),
        width=12,
        low=0,
        stacked=True,
    ),
    Panel(
        title="Firing alerts",
        description="Alerts on models that are firing, by severity.",
        unit="alerts",
        queries=(Query("A", f"count by (severity) ({FIRING} {CHOSEN})", "{{severity}}"),),
        width=12,
        low=0,
        stacked=True,
    ),
)

BOARD = Board(
    name="fleet",
    title="Fleet overview",
    description="Every model on one page: what is wrong, whose it is, and where to look next.",
    variables=(
        Variable("team", "Owner", "team", "model:identity", many=True),
        Variable("tier", "Tier", "tier", "model:identity", many=True),
    ),
    annotations=(
        Annotation(
            "Pages",
            'count by (alertname, model_name) (ALERTS{alertstate="firing", severity="page", '
            'model_name!=""})',
            Color.BAD,
        ),
    ),
    rows=(
        Row("What is wrong", SUMMARY),
        Row("Models", (MODELS,)),
        Row("Trends", TRENDS),
    ),
)
