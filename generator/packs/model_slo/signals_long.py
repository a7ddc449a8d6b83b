"""Windows of two hours and more, every five minutes.

They add up tiles: five-minute tiles up to three days, hours for the objective's window. Tiles
touch and do not overlap, so each event counts once. What is shown lags by up to ten minutes, the
objective's window by up to an hour.
"""

from dataclasses import replace

from generator.catalog import LONG, Signal
from generator.packs.model_slo.burn import DAY, HOUR, SLOW, WINDOW
from generator.packs.model_slo.signals import KEYS, TILE, increase
from generator.promql import duration, quote

WHOLE = duration(WINDOW)


def hourly(kind: str) -> Signal:
    """The mean rate of an hour; a model that ran for half of it gets half its rate."""
    tiles = HOUR // TILE
    return Signal(
        f"model:slo_{kind}:rate1h",
        f"sum_over_time(model:slo_{kind}:rate5m[1h:{duration(TILE)}]) / {tiles}",
        labels=KEYS,
        unit="events per second",
        help=f"Mean rate of {'bad ' if kind == 'errors' else ''}events over the last hour.",
        every=LONG,
    )


def of_increase(window: int, errors: str, seconds: int) -> Signal:
    """Bad events over all events of a window whose events are already counted."""
    long = duration(window)
    return Signal(
        f"model:slo_error_ratio:rate{long}",
        f"""
          sum_over_time({errors}[{long}:{duration(seconds)}]) * {seconds}
            / on (model_name, slo)
          (model:slo_events:increase{long} > 0)
        """,
        labels=KEYS,
        unit="ratio",
        range=(0, 1),
        help=f"Share of bad events over the last {long}.",
        every=LONG,
    )


def own_window(slo: str, window: int, models: tuple[str, ...]) -> Signal:
    """The error ratio over a window that only these models have."""
    kind, tile = ("rate1h", HOUR) if window >= DAY else ("rate5m", TILE)
    which = f"{{slo={quote(slo)},model_name=~{quote('|'.join(models))}}}"
    over = f"[{duration(window)}:{duration(tile)}]"
    return Signal(
        "model:slo_error_ratio:window",
        f"""
          sum_over_time(model:slo_errors:{kind}{which}{over})
            / on (model_name, slo)
          (sum_over_time(model:slo_events:{kind}{which}{over}) > 0)
        """,
        labels=KEYS,
        unit="ratio",
        range=(0, 1),
        help="Share of bad events over a model's own objective window.",
        every=LONG,
    )


LONG_SIGNALS = (
    hourly("errors"),
    hourly("events"),
    Signal(
        "model:slo_error_ratio:rate2h",
        f"""
          sum_over_time(model:slo_errors:rate5m[2h:{duration(TILE)}])
            / on (model_name, slo)
          (sum_over_time(model:slo_events:rate5m[2h:{duration(TILE)}]) > 0)
        """,
        labels=KEYS,
        unit="ratio",
        range=(0, 1),
        help="Share of bad events over the last 2h.",
        every=LONG,
    ),
    *(replace(increase(burn.long), every=LONG) for burn in SLOW),
    *(of_increase(burn.long, "model:slo_errors:rate5m", TILE) for burn in SLOW),
    Signal(
        f"model:slo_events:increase{WHOLE}",
        f"sum_over_time(model:slo_events:rate1h[{WHOLE}:1h]) * {HOUR}",
        labels=KEYS,
        unit="events",
        help=f"Events of the last {WHOLE}.",
        every=LONG,
    ),
    of_increase(WINDOW, "model:slo_errors:rate1h", HOUR),
    Signal(
        "model:error_budget:remaining_ratio",
        f"""
          1
            -
          (
            max by (model_name, slo) (model:slo_error_ratio:window)
            or
            (
              model:slo_error_ratio:rate{WHOLE}
                unless on (model_name, slo)
              model:slo_window:days
            )
          )
            / on (model_name, slo)
          (model:slo_budget:ratio > 0)
        """,
        labels=KEYS,
        unit="ratio",
        help="Share of the error budget left in the objective's window; below 0 it is overspent.",
        every=LONG,
    ),
)
