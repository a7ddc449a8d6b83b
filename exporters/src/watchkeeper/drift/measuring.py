"""From a data set to its profile: the schema first, then each column by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from watchkeeper.drift.arrow import pa
from watchkeeper.drift.choosing import chooser
from watchkeeper.drift.counting import count
from watchkeeper.drift.distances import needs_sums
from watchkeeper.drift.profile import NUMERIC, Counts, Problem, Profile, Reference
from watchkeeper.drift.sources import is_null, kind_of, opened
from watchkeeper.drift.states import MISSING, NO_VALUES, TYPE_CHANGED, UNREADABLE, UNSUPPORTED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from watchkeeper.drift.choosing import CategoryChooser, NumberChooser
    from watchkeeper.drift.profile import Bins, Kind
    from watchkeeper.drift.sources import File, Source, Spread, Table

# What goes wrong while one column is read; everything else ends the run.
COLUMN_ERRORS = (OSError, ValueError, TypeError, pa.ArrowInvalid, pa.ArrowNotImplementedError)
MEANING: Mapping[Kind | None, str] = {
    "numeric": "numbers",
    "category": "categories",
    None: "values that cannot be counted",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a model are looked at: all but those left out, or those named."""

    named: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def schemas(source: Source) -> list[dict[str, Any]]:
    """The types of the columns of each file; all footers are read, so a broken file shows now."""
    found = []
    for file in source.files:
        with opened(file) as table:
            found.append(table.types())
    return found


def features(found: Sequence[Mapping[str, Any]], columns: Columns) -> dict[str, Kind | Problem]:
    """The columns of a reference that are to be counted, and why others that are named are not."""
    names = columns.named or dict.fromkeys(name for types in found for name in types)
    wanted: dict[str, Kind | Problem] = {}
    for name in names:
        types = [each[name] for each in found if name in each and not is_null(each[name])]
        kinds = [kind_of(each) for each in types]
        kind = kinds[0] if len(set(kinds)) == 1 else None
        if kind:
            wanted[name] = kind
        # Of its own accord the monitor tells only of columns that are features in some file.
        elif columns.named or any(kinds):
            wanted[name] = _unusable(types)
    return {name: wanted[name] for name in wanted if name not in columns.without}


def _unusable(types: Sequence[Any]) -> Problem:
    if not types:
        return Problem(NO_VALUES, "the reference has no such values")
    said = ", ".join(sorted({str(each or "two columns of one name") for each in types}))
    return Problem(UNSUPPORTED, f"the reference has {said}")


def changes(found: Sequence[Mapping[str, Any]], bins: Mapping[str, Bins]) -> dict[str, Problem]:
    """What the schema alone says against the columns of a data set."""
    problems = {}
    for name, expected in bins.items():
        types = [each[name] for each in found if name in each]
        odd = [each for each in types if not is_null(each) and kind_of(each) != expected.kind]
        if not types:
            problems[name] = Problem(MISSING, "no such column in the current data")
        elif odd:
            reason = f"{odd[0] or 'two columns of one name'}, the reference has "
            problems[name] = Problem(TYPE_CHANGED, reason + MEANING[expected.kind])
    return problems


def measure_reference(
    source: Source, columns: Columns, method: str, spread: Spread = map
) -> Reference:
    """Chooses bins, in one pass, and counts what is in them, in another."""
    wanted = features(schemas(source), columns)
    problems = {name: what for name, what in wanted.items() if isinstance(what, Problem)}
    kinds = {name: what for name, what in wanted.items() if not isinstance(what, Problem)}
    bins, failed = choose_bins(source, kinds)
    profile = measure(source, bins, method, {**problems, **failed}, spread)
    return Reference(bins, profile)


def choose_bins(
    source: Source, kinds: Mapping[str, Kind]
) -> tuple[dict[str, Bins], dict[str, Problem]]:
    """The bins of each column that has values and can be read."""
    choosers = {name: chooser(kind) for name, kind in kinds.items()}
    problems: dict[str, Problem] = {}
    for file in source.files:
        with opened(file) as table:
            for name in table.types().keys() & choosers.keys():
                failed = _look(table, name, choosers[name])
                if failed:
                    problems.setdefault(name, failed)
    found = {name: choosers[name].bins() for name in kinds if name not in problems}
    for name, bins in found.items():
        if bins is None:
            problems[name] = Problem(NO_VALUES, "the reference has no value")
    return {name: bins for name, bins in found.items() if bins}, problems


def _look(table: Table, name: str, choosing: NumberChooser | CategoryChooser) -> Problem | None:
    try:
        if not is_null(table.schema.field(name).type):
            for batch in table.batches(name):
                choosing.add(batch)
    except COLUMN_ERRORS as error:
        return Problem(UNREADABLE, str(error))
    return None


def measure(
    source: Source,
    bins: Mapping[str, Bins],
    method: str,
    problems: Mapping[str, Problem],
    spread: Spread = map,
) -> Profile:
    """Counts the columns of a data set that have no problem, in the bins of its reference."""
    countable = {name: each for name, each in bins.items() if name not in problems}
    counting = partial(measure_file, bins=countable, method=method)
    return sum(spread(counting, source.files), Profile(problems=problems))


def measure_file(file: File, bins: Mapping[str, Bins], method: str) -> Profile:
    """One file's part of a profile: parts add up, wherever each was counted."""
    counts: dict[str, Counts] = {}
    problems: dict[str, Problem] = {}
    with opened(file) as table:
        types = table.types()
        for name, each in bins.items():
            try:
                if name in types and not is_null(types[name]):
                    sums = needs_sums(each.kind, method)
                    counts[name] = count(table.batches(name), each, sums=sums)
                else:
                    counts[name] = _nothing(table.rows, each, method)
            except COLUMN_ERRORS as error:
                problems[name] = Problem(UNREADABLE, str(error))
        return Profile(table.rows, counts, problems)


def _nothing(rows: int, bins: Bins, method: str) -> Counts:
    sums = (0.0,) * len(bins) if needs_sums(NUMERIC, method) and bins.kind == NUMERIC else ()
    return Counts(rows, rows, 0, (0,) * len(bins), sums)
