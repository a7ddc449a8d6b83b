"""The objectives of one model."""

from generator.catalog.board import ONE_MODEL, Panel, Part, Query
from generator.catalog.panels import now
from generator.packs.model_slo.board import BUDGET_STEPS, DAY, HOUR, LEFT
from generator.packs.model_slo.burn import FAST, SLOW
from generator.promql import number

BUDGET = Panel(
    title="Error budget left",
    description=(
        "What is left of the errors that the objective allows in its window; below nought it was "
        "missed. It lags by up to an hour."
    ),
    unit="ratio",
    queries=(Query("A", f"max by (slo) ({LEFT}{{{ONE_MODEL}}})", "{{slo}}"),),
    width=6,
    high=1,
    steps=BUDGET_STEPS,
    alerts=("ModelErrorBudgetExhausted",),
)


def _burn(window: str) -> str:
    return (
        f"max by (slo) (model:slo_error_ratio:rate{window}{{{ONE_MODEL}}} "
        f"/ on (model_name, slo) (model:slo_burn_budget:ratio{{{ONE_MODEL}}} > 0))"
    )


BURN = (
    Panel(
        title="Burn rate",
        description=(
            "How many times faster than allowed the budget is spent; at 1 it is used up exactly. "
            "Above a dashed line, in a long and a short window at once, an alert fires."
        ),
        unit="factor",
        queries=(
            Query("A", _burn(HOUR), f"{{{{slo}}}} {HOUR}"),
            Query("B", _burn(DAY), f"{{{{slo}}}} {DAY}"),
        ),
        width=6,
        low=0,
        alerts=("ModelErrorBudgetBurnFast", "ModelErrorBudgetBurnSlow"),
    )
    .joined(f"vector({number(FAST[0].factor)})", f"fast, {HOUR}", limit=True)
    .joined(f"vector({number(SLOW[0].factor)})", f"slow, {DAY}", limit=True)
)


# One may allow fifty times as much as the other: on one axis it would hide that one's breach.
def _missing(slo: str, title: str, what: str) -> Panel:
    of_it = f'{{{ONE_MODEL}, slo="{slo}"}}'
    return Panel(
        title=title,
        description=f"The share of requests that {what}, against the share that may (dashed).",
        unit="ratio",
        queries=(
            Query("A", f"max(model:slo_error_ratio:rate5m{of_it})", "of requests"),
            Query("B", f"max(model:slo_budget:ratio{of_it})", "allowed", limit=True),
        ),
        width=6,
        low=0,
        alerts=("ModelObjectiveNotMeasured",),
    )


BAD = (
    _missing("availability", "Failed, against the objective", "failed"),
    _missing(
        "latency", "Too slow, against the objective", "were slower than the objective's bound"
    ),
)


def _left(slo: str) -> Panel:
    return Panel(
        title=BUDGET.title,
        description=BUDGET.description,
        unit=BUDGET.unit,
        queries=(Query("A", f'max({LEFT}{{{ONE_MODEL}, slo="{slo}"}})', "left"),),
        steps=BUDGET_STEPS,
    )


PARTS = (
    Part(
        "model",
        "Now",
        (
            now(_left("availability"), "Availability budget", decimals=0),
            now(_left("latency"), "Latency budget", decimals=0),
        ),
    ),
    Part("model", "Objectives", (BUDGET, BURN, *BAD)),
)
