"""The error budget is gone, or an objective is declared and nothing measures it."""

from generator.catalog import LONG, Alert, AlertSeverity
from generator.packs.model_slo.burn import WINDOW
from generator.packs.model_slo.cases_budget import EXHAUSTED_CASES, UNMEASURED_CASES
from generator.promql import duration

BUDGET_ALERTS = (
    Alert(
        name="ModelErrorBudgetExhausted",
        expr=f"""
          (model:error_budget:remaining_ratio < 0)
            unless on (model_name, slo)
          (
            model:slo_events:increase{duration(WINDOW)}
              < on (model_name) group_left ()
            model:slo_events:effective_min
          )
        """,
        for_="15m",
        severity=AlertSeverity.TICKET,
        summary="The {{ $labels.slo }} budget of {{ $labels.model_name }} is overspent",
        description=(
            "{{ $labels.model_name }} missed its {{ $labels.slo }} objective over the whole "
            "window: {{ $value | humanizePercentage }} of the error budget is left."
        ),
        cases=EXHAUSTED_CASES,
        every=LONG,
    ),
    Alert(
        name="ModelObjectiveNotMeasured",
        expr="""
          (
            max by (model_name, slo) (model:slo:objective >= 0)
              and on (model_name)
            (max_over_time(model:requests:rate5m[1h]) > 0)
          )
            unless on (model_name, slo)
          max_over_time(model:slo_events:rate5m[1h])
        """,
        for_="30m",
        severity=AlertSeverity.TICKET,
        summary="Nothing measures the {{ $labels.slo }} objective of {{ $labels.model_name }}",
        description=(
            "{{ $labels.model_name }} gets requests and has an objective of "
            "{{ $value | humanizePercentage }}, but no event counts for it: "
            "its server counts no errors, or the latency bound is none of its buckets."
        ),
        cases=UNMEASURED_CASES,
        every=LONG,
    ),
)
