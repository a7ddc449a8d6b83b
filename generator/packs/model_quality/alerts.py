"""Below a floor, above a ceiling, or declared and not measured.

Of two copies of a constant the stricter one counts.
"""

from generator.catalog import LONG, Alert, AlertSeverity
from generator.packs.model_quality.cases import (
    ACCURACY_CASES,
    CEILING_CASES,
    FLOOR_CASES,
    UNMEASURED_CASES,
)


def below(matcher: str) -> str:
    """Scores whose lowest is under their floor."""
    return f"""
      model:quality_score:min{{{matcher}}}
        < on (model_name, metric)
      max by (model_name, metric) (model:quality:min)
    """


ALERTS = (
    Alert(
        name="ModelAccuracyDegraded",
        expr=below('metric="accuracy"'),
        for_="10m",
        severity=AlertSeverity.BY_TIER,
        summary=(
            "Accuracy of {{ $labels.model_name }} is {{ $value | humanizePercentage }}, "
            "below its floor"
        ),
        description=(
            "The worst live version of {{ $labels.model_name }} has been below its accuracy floor "
            "for a while."
        ),
        cases=ACCURACY_CASES,
    ),
    Alert(
        name="ModelQualityBelowFloor",
        expr=below('metric!="accuracy"'),
        for_="10m",
        severity=AlertSeverity.BY_TIER,
        summary=(
            "{{ $labels.metric }} of {{ $labels.model_name }} is "
            '{{ $value | printf "%.4g" }}, below its floor'
        ),
        description=(
            "The lowest {{ $labels.metric }} reported of {{ $labels.model_name }} has been below "
            "its floor for a while."
        ),
        cases=FLOOR_CASES,
    ),
    Alert(
        name="ModelQualityAboveCeiling",
        expr="""
          model:quality_score:max
            > on (model_name, metric)
          min by (model_name, metric) (model:quality:max)
        """,
        for_="10m",
        severity=AlertSeverity.BY_TIER,
        summary=(
            "{{ $labels.metric }} of {{ $labels.model_name }} is "
            '{{ $value | printf "%.4g" }}, above its ceiling'
        ),
        description=(
            "The highest {{ $labels.metric }} reported of {{ $labels.model_name }} has been above "
            "its ceiling for a while."
        ),
        cases=CEILING_CASES,
    ),
    Alert(
        name="ModelQualityNotMeasured",
        # A score may be there for a moment once a day: any sight of it starts the wait again.
        expr="""
          max by (model_name, metric) (model:quality:min or model:quality:max)
            unless on (model_name, metric)
          last_over_time(model:quality_score:min[10m])
        """,
        for_="26h",
        severity=AlertSeverity.TICKET,
        summary="Nobody measures the {{ $labels.metric }} of {{ $labels.model_name }}",
        description=(
            "{{ $labels.model_name }} has a bound on its {{ $labels.metric }}, but no score of it "
            "arrives, so the bound guards nothing."
        ),
        cases=UNMEASURED_CASES,
        every=LONG,
    ),
)
