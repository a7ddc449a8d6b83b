"""Input series that the cases of this pack share.

Objectives of 63/64 leave a budget of 1/64, exact in binary. Of 640 requests a second 10 failures
are one times the budget: 144 are the limit of the first pair of windows, 60 of the second, 30 and
10 of the slow ones.
"""

from __future__ import annotations

ALWAYS = "x800"
REQUESTS = f"640{ALWAYS}"
TARGET = 63 / 64


def objective(
    model: str, target: float = TARGET, slo: str = "availability", more: str = ""
) -> dict[str, str]:
    """The constant of one objective, for as long as any case runs."""
    return {f'model:slo:objective{{model_name="{model}",slo="{slo}"{more}}}': f"{target}{ALWAYS}"}


def requests(model: str, errors: str, served: str = REQUESTS) -> dict[str, str]:
    """Requests a second, and how many of them fail."""
    return {
        f'model:requests:rate5m{{model_name="{model}"}}': served,
        f'model:errors:rate5m{{model_name="{model}"}}': errors,
    }


def availability(model: str, errors: str, served: str = REQUESTS) -> dict[str, str]:
    """A model with an objective of its own."""
    return objective(model) | requests(model, errors, served)


def latency(
    model: str, quick: str, *, bound: str = "0.25", served: str = REQUESTS
) -> dict[str, str]:
    """Requests a second, ``quick`` of them within 0.25 s, and an objective for ``bound``."""
    bucket = f'model:latency_bucket:rate5m{{model_name="{model}",le='
    return objective(model, slo="latency", more=f',le="{bound}"') | {
        bucket + '"0.1"}': f"5{ALWAYS}",
        bucket + '"0.25"}': quick,
        bucket + '"0.5"}': served,
        bucket + '"+Inf"}': served,
        f'model:requests:rate5m{{model_name="{model}"}}': served,
    }
