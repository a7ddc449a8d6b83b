"""Objectives of the whole fleet: what is left of the budgets, and who burns them fastest."""

from generator.catalog.board import (
    CHOSEN_MODELS,
    DETAIL,
    MODEL_CHOICES,
    ROLLED_OUT,
    TO_MODEL,
    TRAINED,
    Annotation,
    Board,
    Color,
    Column,
    Panel,
    PanelKind,
    Query,
    Row,
    Step,
    Variable,
)
from generator.catalog.panels import across, number_of
from generator.packs.model_slo.burn import FAST, SLOW
from generator.promql import duration

HOUR, DAY = duration(FAST[0].long), duration(SLOW[0].long)
LEFT = "model:error_budget:remaining_ratio"
WORST = 50  # lines of the table, and no more: the fleet may be large
BUDGET_STEPS = (Step(None, Color.BAD), Step(0, Color.WARNING), Step(0.25, Color.GOOD))
BURN_STEPS = (
    Step(None, Color.GOOD),
    Step(SLOW[1].factor, Color.WARNING),
    Step(FAST[0].factor, Color.BAD),
)


def chosen(expr: str) -> str:
    """Of the models and the objectives that somebody chose."""
    return f"{expr} {CHOSEN_MODELS}"


def burn(window: str) -> str:
    """How many times faster than allowed a budget is spent."""
    return chosen(
        f'model:slo_error_ratio:rate{window}{{slo=~"$slo"}} '
        "/ on (model_name, slo) (model:slo_burn_budget:ratio > 0)"
    )


def firing(alert: str) -> str:
    """The models that an alert fires for."""
    return chosen(
        f'count by (model_name) (ALERTS{{alertname="{alert}", alertstate="firing", slo=~"$slo"}})'
    )


BUDGET = chosen(f'{LEFT}{{slo=~"$slo"}}')
LOWEST = f"bottomk({WORST}, {BUDGET})"
SUMMARY = across(
    number_of(
        "Objectives",
        "Objectives that are declared: a model may have two.",
        chosen('max by (model_name, slo) (model:slo:effective_objective{slo=~"$slo"})'),
        bad=False,
    ),
    number_of(
        "Out of budget",
        "Objectives that were missed over their whole window.",
        f"({BUDGET}) < 0",
        "ModelErrorBudgetExhausted",
    ),
    number_of(
        "Burning fast",
        "Models whose budget would be gone in days.",
        firing("ModelErrorBudgetBurnFast"),
        "ModelErrorBudgetBurnFast",
    ),
    number_of(
        "Burning slowly",
        "Models that wear their budget down.",
        firing("ModelErrorBudgetBurnSlow"),
        "ModelErrorBudgetBurnSlow",
    ),
    number_of(
        "Not measured",
        "Models with an objective and requests, of which no event counts.",
        firing("ModelObjectiveNotMeasured"),
        "ModelObjectiveNotMeasured",
    ),
)

KEY = "on (model_name, slo)"
TABLE = Panel(
    title=f"The {WORST} lowest budgets",
    description=(
        "What is left of the error budget in the objective's window, and how many times faster "
        "than allowed it was spent: 1 uses it up exactly. The name leads to the model."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        # Nothing around it: what a bottomk answers at one moment comes in its order.
        Query("A", f"bottomk({WORST}, max by (model_name, slo) ({BUDGET}))", instant=True),
        Query(
            "B",
            "max by (model_name, slo, team) "
            '(model:slo:effective_objective{slo=~"$slo"} '
            f"* on (model_name) group_left (team) model:identity) and {KEY} {LOWEST}",
            instant=True,
        ),
        Query("C", f"({burn(HOUR)}) and {KEY} {LOWEST}", instant=True),
        Query("D", f"({burn(DAY)}) and {KEY} {LOWEST}", instant=True),
    ),
    columns=(
        Column("Model", label="model_name", link=DETAIL, width=240),
        Column("Objective", label="slo"),
        Column("Budget left", ref="A", unit="ratio", decimals=1, steps=BUDGET_STEPS),
        Column("Target", ref="B", unit="ratio", decimals=3),
        Column(f"Burn rate {HOUR}", ref="C", unit="factor", decimals=1, steps=BURN_STEPS),
        Column(f"Burn rate {DAY}", ref="D", unit="factor", decimals=1, steps=BURN_STEPS),
        Column("Owner", label="team"),
    ),
    width=24,
    height=12,
)

TRENDS = (
    Panel(
        title="Budget left",
        description="Of the objectives one in twenty, half of them, and the one with least left.",
        unit="ratio",
        queries=(
            Query("A", f"quantile(0.5, {BUDGET})", "middle"),
            Query("B", f"quantile(0.05, {BUDGET})", "one in twenty"),
            Query("C", f"min({BUDGET})", "lowest"),
        ),
        width=12,
        steps=BUDGET_STEPS,
    ),
    Panel(
        title="Fastest burning now",
        description=(
            f"The ten highest burn rates of the last {HOUR}. From {FAST[0].factor:g} on, with the "
            "short window, somebody is told at once."
        ),
        unit="factor",
        kind=PanelKind.BARS,
        queries=(Query("A", f"topk(10, {burn(HOUR)})", "{{model_name}} {{slo}}", instant=True),),
        width=12,
        low=0,
        decimals=1,
        steps=BURN_STEPS,
        alerts=("ModelErrorBudgetBurnFast",),
        follow=(TO_MODEL,),
    ),
)

BOARD = Board(
    name="slo",
    title="SLOs and error budgets",
    description="Which promises are kept, which are being broken, and how fast.",
    variables=(
        *MODEL_CHOICES,
        Variable("slo", "Objective", "slo", "model:slo_budget:ratio", many=True),
    ),
    annotations=(
        Annotation(
            "Budgets burning fast",
            "count by (model_name) "
            '(ALERTS{alertname="ModelErrorBudgetBurnFast", alertstate="firing"})',
            Color.BAD,
            "{{model_name}} burns its budget",
        ),
        ROLLED_OUT,
        TRAINED,
    ),
    rows=(
        Row("What is wrong", SUMMARY),
        Row("Budgets", (TABLE,)),
        Row("Trends", TRENDS),
    ),
    since="7d",
)
