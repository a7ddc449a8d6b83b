"""Windows and burn rates: the arithmetic of multi-window multi-burn-rate alerts."""

from __future__ import annotations

from dataclasses import dataclass

MINUTE, HOUR, DAY = 60, 3600, 86400

# The window of an objective that names none.
WINDOW = 30 * DAY

# However generous the budget, this share of failures is an alarm: 14.4 times a budget of a tenth
# would be more than all requests, so the alert could never fire.
NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Burn:
    """An alarm once ``share`` of the window's budget is burnt within ``long`` seconds.

    The short window says that it is still going on. It is a twelfth of the long one, as in the
    Google SRE workbook, chapter 5 (Alerting on SLOs), where the shares come from too.
    """

    share: float
    long: int

    @property
    def short(self) -> int:
        """Seconds of the short window."""
        return self.long // 12

    @property
    def factor(self) -> float:
        """How many times the budget the error ratio is when ``share`` is burnt in ``long``."""
        return self.share * WINDOW / self.long


FAST = (Burn(0.02, HOUR), Burn(0.05, 6 * HOUR))
SLOW = (Burn(0.10, DAY), Burn(0.10, 3 * DAY))
