"""The profile of a reference, kept so that a run reads the current data only."""

from __future__ import annotations

import dataclasses
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from watchkeeper.drift import stores
from watchkeeper.drift.measuring import measure_reference
from watchkeeper.drift.profile import Bins, Counts, Problem, Profile, Reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from watchkeeper.drift.measuring import Columns
    from watchkeeper.drift.sources import Source, Spread
    from watchkeeper.drift.stores import Store

log = logging.getLogger("watchkeeper.drift")
VERSION = 2  # of the way bins are chosen and counted, and of the file


def key(source: Source, columns: Columns, method: str) -> dict[str, object]:
    """What a profile was made from; of methods only whether sums are kept matters."""
    return {
        "source": source.uri,
        "fingerprint": source.fingerprint,
        "columns": [list(columns.named), sorted(columns.without)],
        "sums": method == "wasserstein",
    }


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the profile of one model's reference is kept."""

    store: Store
    name: str

    def __str__(self) -> str:
        return f"{self.store.uri}/{self.name}"


def reference_profile(
    source: Source, columns: Columns, method: str, kept: Kept, spread: Spread = map
) -> Reference:
    """The kept profile if it is of this very reference, else a new one, which is kept."""
    made_from = key(source, columns, method)
    try:
        found = stores.read(kept.store, kept.name, VERSION)
        if found["made_from"] == made_from:
            return _load(found)
        log.info("%s is of another reference or other columns and is made anew", kept)
    except FileNotFoundError:
        log.info("%s is made", kept)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        log.warning("%s cannot be read and is made anew: %s", kept, error)
    made = measure_reference(source, columns, method, spread)
    try:
        content = {"version": VERSION, "made_from": made_from, **_dump(made)}
        stores.write(kept.store, kept.name, content)
    except OSError as error:
        log.warning("%s cannot be kept, the next run reads the reference again: %s", kept, error)
    return made


def _dump(reference: Reference) -> dict[str, object]:
    profile = reference.profile
    return {
        "rows": profile.rows,
        "bins": {name: dataclasses.asdict(each) for name, each in reference.bins.items()},
        "counts": {name: dataclasses.asdict(each) for name, each in profile.counts.items()},
        "problems": {name: dataclasses.asdict(each) for name, each in profile.problems.items()},
    }


def _frozen(found: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in found.items()}


def _load(kept: Mapping[str, Any]) -> Reference:
    bins = {name: Bins(**_frozen(each)) for name, each in kept["bins"].items()}
    counts = {name: Counts(**_frozen(each)) for name, each in kept["counts"].items()}
    problems = {name: Problem(**each) for name, each in kept["problems"].items()}
    for name in bins.keys() - problems.keys():
        if len(counts[name].bins) != len(bins[name]):
            raise ValueError(f"{name} has other counts than bins")
    return Reference(bins, Profile(int(kept["rows"]), counts, problems))
