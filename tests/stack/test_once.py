"""What is costly and the same each time is asked for once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.compiler import stack
from generator.compiler.stack import charts
from tests.stack import kps
from tests.support import specs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Pack, Site, Tree


class Keys(frozenset[charts.Path]):
    """A list of keys that knows how often it was read from end to end."""

    read = 0

    def __iter__(self) -> Iterator[charts.Path]:
        """Counts before it reads."""
        Keys.read += 1
        return super().__iter__()


def test_a_list_of_keys_is_read_once_however_deep_the_tree() -> None:
    """It has thousands of keys, and all environments are held against the same one."""
    keys = Keys({("a", "b", "c", "d"), ("a", "e", "*")})
    for _ in range(3):
        assert list(charts.unknown({"a": {"b": {"c": {"d": 1, "x": 1}}}}, keys)) == [
            ("a", "b", "c", "x")
        ]
    assert Keys.read == 1


def test_a_pack_is_asked_for_its_values_once_per_environment() -> None:
    """The values, and the page that says which files are whose, come from one answer."""
    context, found = kps.read({**specs.BASE, "platform.yaml": kps.platform(*kps.FULL)})
    assert not found
    asked: Counter[tuple[str, str]] = Counter()

    def counting(pack: Pack) -> Pack:
        def values(site: Site) -> dict[str, Tree]:
            asked[pack.name, site.environment.name] += 1
            return dict(pack.values(site))

        return replace(pack, values=values)

    every = tuple(map(counting, context.packs))
    counted = stack.platform(replace(context, packs=every))
    assert set(asked.values()) == {1}
    assert counted == stack.platform(context)
