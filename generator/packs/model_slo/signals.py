"""Budgets and error ratios over short windows: everything a page depends on, once a minute.

Windows add up the recorded five-minute rates, so no rule scans a model's own counters twice. The
ratios read every recorded sample: they move each minute. Counts add up disjoint five-minute tiles,
which is right whatever the evaluation interval, and just after a model has started; they lag by up
to five minutes.
"""

from generator.catalog import Signal
from generator.catalog.canonical import ERRORS, LATENCY_BUCKET, REQUESTS
from generator.packs.model_slo.burn import DAY, FAST, HOUR, MINUTE, WINDOW
from generator.promql import duration

KEYS = ("model_name", "slo")
TILE = 5 * MINUTE
AVAILABILITY = (("slo", "availability"),)
LATENCY = (("slo", "latency"),)


def of_tier(slo: str) -> str:
    """The objective of each model's tier; of two copies of it, one."""
    constant = f'topk by (tier) (1, tier:slo:objective{{slo="{slo}"}})'
    return f"(0 * model:identity + on (tier) group_left (slo, le) {constant})"


# With two copies of a model's constant loaded the stricter one counts, in each of these rules.
BUDGETS = (
    Signal(
        "model:slo:effective_objective",
        f"""
          max by (model_name, slo, le) (
            model:slo:objective
              or on (model_name, slo)
            {of_tier("availability")}
              or on (model_name, slo)
            {of_tier("latency")}
          )
        """,
        labels=("model_name", "slo", "le"),
        unit="ratio",
        range=(0, 1),
        help="Objectives: a model's own, else its tier's; those for latency with their bound.",
    ),
    Signal(
        "model:slo_budget:ratio",
        "1 - max by (model_name, slo) (model:slo:effective_objective)",
        labels=KEYS,
        unit="ratio",
        range=(0, 1),
        help="Share of events that may be bad.",
    ),
    Signal(
        "model:slo_burn_budget:ratio",
        f"""
          model:slo_budget:ratio
            * on (model_name, slo)
          min by (model_name, slo) (model:slo_window:days) / {WINDOW // DAY}
          or
          model:slo_budget:ratio
        """,
        labels=KEYS,
        unit="ratio",
        help="The budget that burn rates are held against: a shorter window is burnt sooner.",
    ),
)

ALL = f'({LATENCY_BUCKET}{{le="+Inf"}} >= 0)'
# The bucket that ends at the objective's bound; nothing when no bucket ends there.
QUICK = f"""
  (
    ({LATENCY_BUCKET} >= 0)
      and on (model_name, le)
    model:slo:effective_objective{{slo="latency"}}
  )
"""

# Only where failures are counted: a server that counts none has no availability, not a perfect one.
# `>= 0` keeps NaN out, which would spoil the sum of every window that it is in.
EVENTS = (
    Signal(
        "model:slo_events:rate5m",
        f"({REQUESTS} >= 0) and on (model_name) ({ERRORS} >= 0)",
        labels=KEYS,
        static=AVAILABILITY,
        unit="events per second",
        help="Requests that count for availability.",
    ),
    Signal(
        "model:slo_errors:rate5m",
        f"({ERRORS} >= 0) and on (model_name) ({REQUESTS} >= 0)",
        labels=KEYS,
        static=AVAILABILITY,
        unit="events per second",
        help="Requests that failed.",
    ),
    Signal(
        "model:slo_events:rate5m",
        f"sum by (model_name) ({ALL} and on (model_name) {QUICK})",
        labels=KEYS,
        static=LATENCY,
        unit="events per second",
        help="Requests that count for latency.",
    ),
    Signal(
        "model:slo_errors:rate5m",
        f"clamp_min({ALL} - on (model_name) min by (model_name) {QUICK}, 0)",
        labels=KEYS,
        static=LATENCY,
        unit="events per second",
        help="Requests that took longer than the objective's bound.",
    ),
)


def ratio(window: int) -> Signal:
    """Bad events over all events of a short window; nothing where there were none."""
    long = duration(window)
    return Signal(
        f"model:slo_error_ratio:rate{long}",
        f"""
          sum_over_time(model:slo_errors:rate5m[{long}])
            / on (model_name, slo)
          (sum_over_time(model:slo_events:rate5m[{long}]) > 0)
        """,
        labels=KEYS,
        unit="ratio",
        range=(0, 1),
        help=f"Share of bad events over the last {long}.",
    )


def increase(window: int) -> Signal:
    """How many events a window saw."""
    long = duration(window)
    return Signal(
        f"model:slo_events:increase{long}",
        f"sum_over_time(model:slo_events:rate5m[{long}:{duration(TILE)}]) * {TILE}",
        labels=KEYS,
        unit="events",
        help=f"Events of the last {long}.",
    )


SIGNALS = (
    *BUDGETS,
    *EVENTS,
    Signal(
        "model:slo_error_ratio:rate5m",
        "model:slo_errors:rate5m / on (model_name, slo) (model:slo_events:rate5m > 0)",
        labels=KEYS,
        unit="ratio",
        range=(0, 1),
        help="Share of bad events over the last 5m.",
    ),
    *(ratio(window) for window in (30 * MINUTE, HOUR, 6 * HOUR)),
    *(increase(burn.long) for burn in FAST),
)
