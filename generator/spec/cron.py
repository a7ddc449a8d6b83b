"""Times of day and week, as a CronJob of Kubernetes takes them: five fields of numbers."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Iterator

# (name, lowest, highest); Kubernetes counts Sunday as 0 and refuses 7.
FIELDS = (
    ("minute", 0, 59),
    ("hour", 0, 23),
    ("day of the month", 1, 31),
    ("month", 1, 12),
    ("day of the week", 0, 6),
)
PART = re.compile(r"(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,2}))?")
DAY = 86400
FIRST, DAYS = dt.date(2024, 1, 1), 8 * 366  # leap years are among them
FORM = re.compile(r"[0-9*,/-]+(?: [0-9*,/-]+){4}")


def _cron(value: object) -> str:
    fields = value.split(" ") if isinstance(value, str) else []
    if len(fields) != len(FIELDS):
        raise PydanticCustomError(
            "form",
            "a schedule has five fields: minute, hour, day of the month, month, day of the week",
            {"fix": 'write it like "30 3 * * *", each day at 03:30'},
        )
    for field, text in zip(FIELDS, fields, strict=True):
        for part in text.split(","):
            if not _fits(part, *field[1:]):
                raise _misfit(part, *field)
    if not longest_gap(str(value)):
        raise PydanticCustomError(
            "form",
            "no month has such a day, so this time never comes",
            {"fix": 'write a day that exists, like "30 3 28 * *"'},
        )
    return str(value)


def _misfit(part: str, name: str, low: int, high: int) -> PydanticCustomError:
    fix = "write numbers, *, ranges as 1-5, steps as */15, or lists of them"
    return PydanticCustomError(
        "form",
        "the {name} of a schedule cannot be {part}: it goes from {low} to {high}",
        {"name": name, "part": part or "empty", "low": low, "high": high, "fix": fix},
    )


@lru_cache(maxsize=256)
def longest_gap(cron: str) -> int:
    """The most seconds that pass from one time to the next; 0 for a schedule that never comes.

    Where both kinds of days are limited, a day of either kind will do.
    """
    fields = cron.split(" ")
    minutes, hours, days, months, weekdays = (
        _numbers_of(text, low, high) for text, (_, low, high) in zip(fields, FIELDS, strict=True)
    )
    either = not fields[2].startswith("*") and not fields[4].startswith("*")
    times = sorted(3600 * hour + 60 * minute for hour in hours for minute in minutes)
    found: list[int] = []
    for number in range(DAYS):
        date = FIRST + dt.timedelta(number)
        of_month, of_week = date.day in days, date.isoweekday() % 7 in weekdays
        if date.month in months and ((of_month or of_week) if either else of_month and of_week):
            found.append(number * DAY)
    within = max((later - first for first, later in pairwise(times)), default=0)
    between = (later - first + times[0] - times[-1] for first, later in pairwise(found))
    return max(within, *between, 0, 0) if found else 0


def _numbers_of(text: str, low: int, high: int) -> frozenset[int]:
    """The numbers that a field means."""
    found: set[int] = set()
    for part in filter(None, map(PART.fullmatch, text.split(","))):
        first, last, step = part.groups()
        start = low if first is None else int(first)
        end = int(last) if last else start if first is not None and step is None else high
        found.update(range(start, end + 1, int(step or 1)))
    return frozenset(found)


def _fits(part: str, low: int, high: int) -> bool:
    found = PART.fullmatch(part)
    if not found:
        return False
    first, last, step = found.groups()
    numbers = tuple(_numbers(first, last))
    rising = list(numbers) == sorted(numbers)
    return rising and all(low <= each <= high for each in numbers) and step not in ("0", "00")


def _numbers(*found: str | None) -> Iterator[int]:
    return (int(each) for each in found if each is not None)


Cron = Annotated[
    str,
    BeforeValidator(_cron),
    WithJsonSchema({"type": "string", "pattern": f"^{FORM.pattern}$", "examples": ["30 3 * * *"]}),
]
