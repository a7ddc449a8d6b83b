"""Report and tracking server: what people look at, after the verdict has been written.

Neither can cost a verdict. What fails is logged, kept in the record of the run, and exported.
"""

from __future__ import annotations

import logging
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

from watchkeeper.drift.jobs import ALWAYS, NEVER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from watchkeeper.drift.config import Tracking
    from watchkeeper.drift.jobs import Job
    from watchkeeper.drift.results import Place
    from watchkeeper.drift.sources import Source

log = logging.getLogger("watchkeeper.drift")

REPORT, MLFLOW = "report", "mlflow"
THREAD = "publishing"
UNFINISHED = "not done in time"
LEAST = 1.0  # seconds that it may take


def in_time(publishing: Callable[..., None], seconds: float) -> dict[str, str]:
    """What has been published after a time; whatever takes longer is left to itself."""
    published: dict[str, str] = {}
    seconds = max(LEAST, seconds)
    doing = partial(publishing, published=published)
    thread = threading.Thread(target=doing, name=THREAD, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        log.error("publishing takes longer than %.0f seconds, and is given up", seconds)
    return dict(published)


def publish(  # noqa: PLR0913 - all but the last are one run's
    job: Job,
    place: Place,
    result: Mapping[str, Any],
    sources: tuple[Source, Source],
    tracking: Tracking | None,
    *,
    published: dict[str, str],
) -> None:
    """Says of each place that should have something why it has not; nothing if it has."""
    wants_report = job.report == ALWAYS or (job.report != NEVER and result["drift_detected"])
    published |= {REPORT: UNFINISHED} if wants_report else {}
    published |= {MLFLOW: UNFINISHED} if tracking else {}
    html = ""
    if wants_report:
        html = _tried(job, published, REPORT, lambda: _report(job, place, result, sources)) or ""
    if tracking:
        _tried(job, published, MLFLOW, lambda: _log(job, result, html, tracking))


def _tried(job: Job, published: dict[str, str], where: str, doing: Callable[[], str]) -> str | None:
    try:
        done = doing()
    except Exception as error:  # noqa: BLE001 - whatever these libraries raise, the verdict stands
        reason = " ".join(str(error).split()) or type(error).__name__
        published[where] = reason[:500]
        log.error("%s: no %s: %s", job.name, where, reason)  # noqa: TRY400 - the reason is enough
        return None
    published[where] = ""
    return done


def _report(
    job: Job, place: Place, result: Mapping[str, Any], sources: tuple[Source, Source]
) -> str:
    # It takes seconds to import, and only a report needs it.
    from watchkeeper.drift.report import report  # noqa: PLC0415 - imported where it is used: it is slow, or optional

    html = report(job.name, result["columns"], *sources)
    place.store.write(place.name(result["window_end"], "html"), html.encode())
    return html


def _log(job: Job, result: Mapping[str, Any], html: str, tracking: Tracking) -> str:
    # As above.
    from watchkeeper.drift.tracking import log_result  # noqa: PLC0415 - imported where it is used: it is slow, or optional

    return log_result(job, result, html, tracking)
