"""The worst of many lines, chosen once for the whole time that is shown.

topk alone chooses anew at every step: lines come and go, and over a week dozens have their turn.
"""


def highest(expr: str, most: int) -> str:
    """Those of the series that were highest at any moment of the time shown, and no others."""
    return _chosen(expr, f"topk({most}, max_over_time")


def lowest(expr: str, most: int) -> str:
    """Those of the series that were lowest at any moment of the time shown, and no others."""
    return _chosen(expr, f"bottomk({most}, min_over_time")


def _chosen(expr: str, choosing: str) -> str:
    text = " ".join(expr.split())
    return f"({text}) and {choosing}(({text})[$__range:$__interval] @ end()))"
