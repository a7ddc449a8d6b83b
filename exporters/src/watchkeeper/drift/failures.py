"""What a command that has no verdict says by its exit status: whether another try may help."""

from __future__ import annotations

import errno
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COULD_NOT_RUN = 2
TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h

PASSING = {
    *(errno.EAGAIN, errno.ESTALE, errno.EIO, errno.ETIMEDOUT, errno.EPIPE, errno.ENETDOWN),
    *(errno.ECONNABORTED, errno.ECONNREFUSED, errno.ECONNRESET, errno.EHOSTDOWN),
    *(errno.EHOSTUNREACH, errno.ENETRESET, errno.ENETUNREACH, errno.ENOBUFS),
}
# Object stores have no numbers for it.
SAID = re.compile(
    r"NETWORK_CONNECTION|SLOW_?DOWN|SERVICE_UNAVAILABLE|THROTTL|REQUEST_TIMEOUT|INTERNAL_FAILURE"
    r"|\bcurlCode: |HTTP status (?:408|429|5\d\d)\b|\b(?:503 Service|429 Too Many)"
    r"|could ?n[o']t (?:connect|resolve)|connection (?:refused|reset|timed)|timed? ?out\b",
    re.IGNORECASE,
)


def passing(error: BaseException) -> bool:
    """Whether a fault passes by itself: nobody answered, or not now."""
    return any(_passes(each) for each in causes(error))


def _passes(error: BaseException) -> bool:
    if isinstance(error, ConnectionError | TimeoutError):
        return True
    if not isinstance(error, OSError):
        return False
    return error.errno in PASSING or (error.errno is None and bool(SAID.search(str(error))))


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error, and what it came from."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__
