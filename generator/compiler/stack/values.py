"""Values of charts: what packs ask for, what the spec says on top, and how files share it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import ir
from generator.compiler.stack import charts, sites
from generator.spec.defaults import merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.catalog import Site, Tree
    from generator.compiler.context import Context

Path = tuple[str, ...]
Flat = dict[Path, object]
NOTHING = object()


@dataclass(frozen=True, slots=True)
class Given:
    """The values that a pack has for one release, its own or not, in one environment."""

    pack: str
    release: str
    tree: Tree


def given(site: Site, context: Context) -> Iterator[Given]:
    """Everything that packs ask for in one environment."""
    for pack in sites.active(site, context):
        for release, tree in pack.values(site).items():
            yield Given(pack.name, release, tree)


def trees(site: Site, context: Context, asked: Iterable[Given] | None = None) -> dict[str, Tree]:
    """All values of each release in one environment; ``asked`` spares asking the packs again.

    Raises ``ValueError`` when two packs want different things, or one writes an unknown key: both
    are mistakes of ours.
    """
    installs = {install.release: install for _, install in sites.installs(site, context)}
    found: dict[str, Flat] = {release: {} for release in installs}
    for each in given(site, context) if asked is None else asked:
        if each.release in found:
            _add(found[each.release], each.tree, f"{each.pack}: {each.release}")
    built = {release: _tree(flat) for release, flat in found.items()}
    for release, tree in built.items():
        chart = charts.known(context)[installs[release].chart]
        _check(tree, chart.name, charts.keys(chart, charts.major(chart.version)))
        chosen = site.stack.charts.get(chart.name)
        if chosen:
            built[release] = merge(tree, chosen.values)
    return built


def _add(flat: Flat, tree: Tree, who: str) -> None:
    for path, value in flatten(tree):
        if flat.setdefault(path, value) != value:
            raise ValueError(f"{who}: {'.'.join(path)} is {flat[path]!r} elsewhere, not {value!r}")


def _check(tree: Tree, chart: str, allowed: frozenset[Path]) -> None:
    for path in charts.unknown(tree, allowed):
        raise ValueError(f"{chart}: {'.'.join(path)} is not in the list of keys")


def flatten(tree: Tree, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """The leaves of a tree: whatever is no mapping, and empty mappings."""
    for key, value in tree.items():
        if isinstance(value, dict) and value:
            yield from flatten(value, (*path, str(key)))
        else:
            yield (*path, str(key)), value


def _tree(flat: Mapping[Path, object]) -> Tree:
    found: Tree = {}
    for path, value in flat.items():
        here = found
        for part in path[:-1]:
            here = here.setdefault(part, {})
        here[path[-1]] = value
    return found


def split(
    by_environment: Mapping[str, Mapping[str, Tree]], context: Context
) -> tuple[tuple[ir.Values, ...], dict[str, tuple[ir.Values, ...]]]:
    """The values that most environments share, and what each environment has besides.

    A value is common when more than half of the environments have it and none lacks the key: a
    values file can change a key of the file before it, but not take it away.
    """
    place = context.specs.platforms[0].place
    source = (f"{place.file}:{place.line}",)
    common: list[ir.Values] = []
    own: dict[str, list[ir.Values]] = {name: [] for name in by_environment}
    for release in sorted({name for trees in by_environment.values() for name in trees}):
        flats = {
            name: dict(flatten(trees[release]))
            for name, trees in by_environment.items()
            if release in trees
        }
        shared = dict(_shared(flats.values()))
        if shared:
            common.append(ir.Values(release, "", _tree(shared), source))
        for name, flat in flats.items():
            rest = {key: value for key, value in flat.items() if shared.get(key, NOTHING) != value}
            if rest:
                own[name].append(ir.Values(release, name, _tree(rest), source))
    return tuple(common), {name: tuple(values) for name, values in own.items()}


def _shared(flats: Iterable[Flat]) -> Iterator[tuple[Path, object]]:
    every = tuple(flats)
    for path in dict.fromkeys(path for flat in every for path in flat):
        values = [flat.get(path, NOTHING) for flat in every]
        chosen, count = Counter(map(repr, values)).most_common(1)[0]
        if NOTHING not in values and 2 * count > len(values):
            yield path, next(value for value in values if repr(value) == chosen)
