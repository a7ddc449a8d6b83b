"""Rules of the usual shape: every rule written out for every objective of every model.

It is what generators that work per objective write: for each objective eight recording rules over
the windows of the burn rates and the period, seven of metadata, and two alerts, in three groups.
Two objectives a model make 34 rules in six groups. The text is our own; no output is copied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import estate
import traffic

WINDOWS = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")
PERIOD = "30d"
# Severity, then factor, long and short window of the two pairs that raise it.
ALERTS = (
    ("page", ((14.4, "1h", "5m"), (6, "6h", "30m"))),
    ("ticket", ((3, "1d", "2h"), (1, "3d", "6h"))),
)
Rule = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective of one model: the matcher of its series, its target, its two rates."""

    number: int
    slo: str
    target: float
    errors: str
    events: str

    @property
    def labels(self) -> dict[str, str]:
        """The labels of all its series; ownership sits on each of them."""
        return {
            "model_name": estate.name(self.number),
            "slo": self.slo,
            "owner": f"team-{self.number % estate.TEAMS}",
            "tier": str(1 + self.number % 3),
        }

    @property
    def own(self) -> str:
        """The matchers that pick its series."""
        return f'{{model_name="{estate.name(self.number)}",slo="{self.slo}"}}'

    @property
    def history(self) -> str:
        """The labels of its recorded series, as the text format has them."""
        return ",".join(f'{key}="{value}"' for key, value in self.labels.items())

    @property
    def budget(self) -> float:
        """The share of events that may be bad."""
        return round(1 - self.target, 6)


def groups(models: int) -> list[Rule]:
    """All groups, six a model."""
    return [group for number in range(models) for each in objectives(number) for group in of(each)]


def objectives(number: int) -> tuple[Objective, Objective]:
    """Availability from a counter, latency from a bucket; targets as in the estate."""
    who = f'model_name="{estate.name(number)}"'
    total, seconds = "model_prediction_requests_total", "model_prediction_latency_seconds"
    count, bucket = f"{seconds}_count{{{who}}}", f'{seconds}_bucket{{{who},le="{traffic.BOUND}"}}'
    return (
        Objective(
            number,
            "availability",
            share(estate.AVAILABILITY[number % len(estate.AVAILABILITY)]),
            f'sum(rate({total}{{{who},status="error"}}[WINDOW]))',
            f"sum(rate({total}{{{who}}}[WINDOW]))",
        ),
        Objective(
            number,
            "latency",
            share(estate.LATENCY[number % len(estate.LATENCY)]),
            f"sum(rate({count}[WINDOW])) - sum(rate({bucket}[WINDOW]))",
            f"sum(rate({count}[WINDOW]))",
        ),
    )


def share(percent: str) -> float:
    """``99.5%`` as a number."""
    return round(float(percent.removesuffix("%")) / 100, 6)


def of(objective: Objective) -> tuple[Rule, Rule, Rule]:
    """The three groups of one objective."""
    name = f"{estate.name(objective.number)}-{objective.slo}"
    return (
        {"name": f"{name}-ratios", "rules": ratios(objective)},
        {"name": f"{name}-metadata", "rules": metadata(objective)},
        {"name": f"{name}-alerts", "rules": [alert(objective, *each) for each in ALERTS]},
    )


def ratios(objective: Objective) -> list[Rule]:
    """Bad events over all events, by window; the period is the mean of what five minutes gave."""
    ratio = f"({objective.errors}) / ({objective.events})"
    found = [
        record(objective, f"error_ratio:rate{window}", ratio.replace("WINDOW", window))
        for window in WINDOWS
    ]
    mean = f"slo:error_ratio:rate5m{objective.own}[{PERIOD}]"
    period = f"sum_over_time({mean}) / count_over_time({mean})"
    return [*found, record(objective, f"error_ratio:rate{PERIOD}", period)]


def metadata(objective: Objective) -> list[Rule]:
    """The objective as series, and how its budget stands."""
    own = objective.own
    burn = f"slo:error_ratio:rateWINDOW{own} / on (model_name, slo) slo:error_budget:ratio{own}"
    named = {
        "objective:ratio": f"vector({objective.target})",
        "error_budget:ratio": f"vector({objective.budget})",
        "period:days": "vector(30)",
        "current_burn_rate:ratio": burn.replace("WINDOW", "5m"),
        "period_burn_rate:ratio": burn.replace("WINDOW", PERIOD),
        "budget_remaining:ratio": f"1 - slo:period_burn_rate:ratio{own}",
        "info": "vector(1)",
    }
    return [record(objective, name, expr) for name, expr in named.items()]


def record(objective: Objective, name: str, expr: str) -> Rule:
    """One recording rule."""
    return {"record": f"slo:{name}", "expr": expr, "labels": objective.labels}


def alert(objective: Objective, severity: str, pairs: tuple[tuple[float, str, str], ...]) -> Rule:
    """One alert on two pairs of windows."""
    own, budget = objective.own, objective.budget
    both = (
        " and ".join(f"max(slo:error_ratio:rate{each}{own} > {factor} * {budget})" for each in pair)
        for factor, *pair in pairs
    )
    return {
        "alert": f"BudgetBurn{severity.title()}",
        "expr": " or ".join(f"({each})" for each in both),
        "labels": {**objective.labels, "severity": severity},
        "annotations": {
            "summary": f"{objective.slo} of {estate.name(objective.number)} burns its budget",
            "runbook_url": f"https://runbooks.invalid/{objective.slo}",
        },
    }
