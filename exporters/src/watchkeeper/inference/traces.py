"""The current OpenTelemetry trace, where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def trace_finder() -> Callable[[], int | None] | None:
    """What finds the trace that is recorded right now; None without opentelemetry-api."""
    try:
        from opentelemetry.trace import (  # noqa: PLC0415 - optional
            INVALID_SPAN,
            get_current_span,
        )
    except ImportError:
        return None

    def found() -> int | None:
        span = get_current_span()
        if span is INVALID_SPAN or not span.is_recording():
            return None
        context = span.get_span_context()
        # A trace that is not sampled reaches no store: there would be nothing to look up.
        return int(context.trace_id) if context.trace_flags.sampled else None

    return found
