"""How long it takes from one time of a schedule to the next."""

from __future__ import annotations

import pytest

from generator.spec.cron import longest_gap

HOUR, DAY = 3600, 86400


@pytest.mark.parametrize(
    ("cron", "gap"),
    [
        ("17 * * * *", HOUR),
        ("*/15 * * * *", HOUR // 4),
        ("5/20 * * * *", HOUR // 3),
        ("0 0,12 * * *", 12 * HOUR),
        ("17 3 * * *", DAY),
        ("17 3 * * 1", 7 * DAY),
        ("0 8-18 * * 1-5", 62 * HOUR),
        ("0 0 1 * *", 31 * DAY),
        ("0 0 29 2 *", 1461 * DAY),
        # Where both days are limited, either will do: Fridays come each week.
        ("0 0 13 * 5", 7 * DAY),
        ("0 0 30 2 *", 0),
    ],
)
def test_the_longest_wait_between_two_times(cron: str, gap: int) -> None:
    """Over nights, weekends, months and leap years; 0 is never."""
    assert longest_gap(cron) == gap
