"""When the data of a run ends: it names the result, and its age is watched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from watchkeeper.drift.arrow import pa, pc
from watchkeeper.drift.sources import SourceError, opened

if TYPE_CHECKING:
    from watchkeeper.drift.sources import Source

# A window end ahead of the clock would be the newest result for as long.
AHEAD = timedelta(minutes=10)


def window_end(source: Source, column: str | None, given: datetime | None) -> datetime:
    """The time that was given, else the latest in a column, else when the files were written.

    Raises:
        SourceError: it cannot be known, or lies ahead.
    """
    found = given or (latest(source, column) if column else source.written)
    if found.tzinfo is None:
        raise SourceError(f"{source.uri}: the window end {found} has no time zone")
    if found > datetime.now(UTC) + AHEAD:
        raise SourceError(f"{source.uri}: ends in the future, {found}; is its time zone right?")
    return found.astimezone(UTC).replace(microsecond=0)


def latest(source: Source, column: str) -> datetime:
    """The latest time in a column. Times without a zone are UTC, but never beside times with one.

    Raises:
        SourceError: the column is missing, holds no time, or mixes times with and without zone.
    """
    found: list[datetime] = []
    zoned = set()
    for file in source.files:
        with opened(file) as table:
            type_ = table.types().get(column)
            if type_ is None or not pa.types.is_timestamp(type_):
                raise SourceError(f"{file.path}: {column} is no column of times, but {type_}")
            zoned.add(type_.tz is not None)
            utc = pa.timestamp("us", tz="UTC")
            ends = [pc.max(batch.cast(utc, safe=False)).as_py() for batch in table.batches(column)]
            found += [end for end in ends if end is not None]
    if len(zoned) > 1:
        raise SourceError(f"{source.uri}: {column} has a time zone in some files, in others none")
    if not found:
        raise SourceError(f"{source.uri}: {column} has no value")
    return max(found)
