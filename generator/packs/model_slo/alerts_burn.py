"""The error budget is being spent too fast."""

from generator.catalog import LONG, Alert, AlertSeverity
from generator.packs.model_slo.burn import FAST, NEARLY_ALL, SLOW, Burn
from generator.packs.model_slo.cases_burn import FAST_CASES, SLOW_CASES
from generator.promql import duration, number


def burning(burn: Burn) -> str:
    """Both windows over the limit, and enough events in the long one; its value is the long ratio.

    A model for which no fewest number of events is known needs none.
    """
    long, short = duration(burn.long), duration(burn.short)
    budget = f"{number(burn.factor)} * model:slo_burn_budget:ratio"
    limit = f"on (model_name, slo) clamp_max({budget}, {number(NEARLY_ALL)})"
    return f"""
      (model:slo_error_ratio:rate{long} > {limit})
        and on (model_name, slo)
      (model:slo_error_ratio:rate{short} > {limit})
        unless on (model_name, slo)
      (
        model:slo_events:increase{long}
          < on (model_name) group_left ()
        model:slo_events:effective_min
      )
    """


def either(burns: tuple[Burn, Burn]) -> str:
    """One of two window pairs; when both burn, one alert with the value of the first."""
    return " or on (model_name, slo) ".join(f"({burning(burn)})" for burn in burns)


BURN_ALERTS = (
    Alert(
        name="ModelErrorBudgetBurnFast",
        expr=either(FAST),
        for_="2m",
        keep_firing_for="5m",
        severity=AlertSeverity.BY_TIER,
        summary=(
            "{{ $labels.model_name }} burns its {{ $labels.slo }} budget: "
            "{{ $value | humanizePercentage }} of requests miss the objective"
        ),
        description=(
            "At this rate the {{ $labels.slo }} budget of {{ $labels.model_name }} is gone in "
            "days: 2% of it burnt within an hour, or 5% within six. It is still going on."
        ),
        cases=FAST_CASES,
    ),
    Alert(
        name="ModelErrorBudgetBurnSlow",
        expr=either(SLOW),
        for_="15m",
        severity=AlertSeverity.TICKET,
        summary=(
            "{{ $labels.model_name }} wears its {{ $labels.slo }} budget down: "
            "{{ $value | humanizePercentage }} of requests miss the objective"
        ),
        description=(
            "A tenth of the {{ $labels.slo }} budget of {{ $labels.model_name }} was burnt within "
            "a day, or within three. Nobody needs to wake up, but the budget will not last."
        ),
        cases=SLOW_CASES,
        every=LONG,
    ),
)
