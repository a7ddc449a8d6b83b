"""How values of packs come together, and which of them environments share: made-up packs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import pytest

from generator import packs
from generator.catalog import Pack, PackKind
from generator.compiler.stack import charts, values
from generator.spec.alerting import Receiver
from generator.spec.platform import PlatformEnvironment, PlatformSpec
from tests.stack import kps
from tests.support import specs

if TYPE_CHECKING:
    from generator.compiler.context import Context

Tree = dict[str, Any]
RELEASE = "alloy"
REAL = next(pack for pack in packs.discover() if pack.name == RELEASE)


@pytest.fixture(scope="module")
def context() -> Context:
    """The smallest estate."""
    return kps.read(specs.BASE)[0]


def made_up(name: str, tree: Tree, *, installs: bool = False) -> Pack:
    """A pack that wants something of a real release, and may be the one that installs it."""
    pack = Pack(name, PackKind.STACK, name, values=lambda _: {RELEASE: tree})
    return replace(pack, charts=REAL.charts, installs=REAL.installs) if installs else pack


def together(context: Context, first: Tree, second: Tree) -> Tree:
    """What the release gets when two packs ask for something."""
    asked = (made_up("one", first, installs=True), made_up("two", second))
    return values.trees(kps.site("small"), replace(context, packs=asked))[RELEASE]


def test_values_of_two_packs_come_together(context: Context) -> None:
    """Each adds its part, and both may say the same."""
    first = {"alloy": {"listenPort": 1}, "image": {"tag": "a"}}
    second = {"alloy": {"listenPort": 1, "uiPathPrefix": "/b"}}
    found = {"alloy": {"listenPort": 1, "uiPathPrefix": "/b"}, "image": {"tag": "a"}}
    assert together(context, first, second) == found


def test_two_packs_that_disagree_are_a_mistake_of_ours(context: Context) -> None:
    """Neither wins over the other without a word; the message has both values."""
    first, second = ({"alloy": {"listenPort": port}} for port in (1, 2))
    with pytest.raises(ValueError, match=r"^two: alloy: alloy\.listenPort is 1 elsewhere, not 2$"):
        together(context, first, second)


@pytest.mark.parametrize(
    ("tree", "key"),
    [({"alloy": {"lissenPort": 1}}, "alloy.lissenPort"), ({"alloy": 1}, "alloy"), ({"x": 1}, "x")],
)
def test_a_pack_writes_no_key_that_its_chart_has_not(
    context: Context, tree: Tree, key: str
) -> None:
    """The chart would take a misspelt key without a word, so the compiler does not."""
    with pytest.raises(ValueError, match=rf"^alloy: {key} is not in the list of keys$"):
        together(context, tree, {})


def shared(context: Context, *each: Tree) -> tuple[list[Tree], list[list[Tree]]]:
    """The common values of a release in some environments, and what each has besides."""
    common, own = values.split({f"e{i}": {"r": tree} for i, tree in enumerate(each)}, context)
    return [one.values for one in common], [[one.values for one in found] for found in own.values()]


@pytest.mark.parametrize(
    ("trees", "common", "own"),
    [
        ([{"a": 1}, {"a": 2}], [], [[{"a": 1}], [{"a": 2}]]),
        ([{"a": 1}, {"a": 1}, {"a": 2}], [{"a": 1}], [[], [], [{"a": 2}]]),
        ([{"a": 1}, {"a": 1}, {"b": 2}], [], [[{"a": 1}], [{"a": 1}], [{"b": 2}]]),
        ([{"a": 1, "b": 1}, {"a": 1, "b": 2}], [{"a": 1}], [[{"b": 1}], [{"b": 2}]]),
    ],
    ids=["half is no majority", "two of three", "one lacks it", "key by key"],
)
def test_what_most_environments_have_is_common(
    context: Context, trees: list[Tree], common: list[Tree], own: list[list[Tree]]
) -> None:
    """A value that more than half have is written once; what one lacks is not common."""
    assert shared(context, *trees) == (common, own)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("a.b", (("a", "b"), "", "")),
        ('a."b.c".* ! it breaks', (("a", "b.c", "*"), "it breaks", "")),
        ("a ! it breaks | set b", (("a",), "it breaks", "set b")),
    ],
)
def test_a_line_of_a_list_of_keys(line: str, found: tuple[tuple[str, ...], str, str]) -> None:
    """A key may be followed by what its change would break, and what to do instead."""
    entry = charts.entry(line)
    assert (entry.key, entry.harm, entry.instead) == found


def is_field(path: str, kind: Any) -> bool:  # noqa: ANN401 - a type as pydantic has it
    """Whether a dotted path leads to a field of a part of the spec."""
    for part in path.split("."):
        models = [each for each in (*get_args(kind), kind) if hasattr(each, "model_fields")]
        fields = {each.alias: each for model in models for each in model.model_fields.values()}
        if part not in fields:
            return False
        kind = fields[part].annotation
    return True


def test_what_to_do_instead_can_be_done() -> None:
    """Whatever is named instead is a field of the spec, or a free key of the same chart."""
    owners = {"": PlatformSpec, "the environment": PlatformEnvironment, "a receiver": Receiver}
    told = 0
    for chart in (chart for pack in packs.discover() for chart in pack.charts):
        for major in chart.keys:
            entries = charts.entries(chart, major)
            free = {charts.dotted(each.key) for each in entries if not each.harm}
            for instead in (each.instead for each in entries if each.instead):
                verb, _, rest = instead.partition(" ")
                names, _, owner = rest.partition(" of ")
                if verb in ("set", "change"):
                    assert all(is_field(each, owners[owner]) for each in names.split(" or ")), rest
                    told += 1
                elif verb == "use":
                    assert rest in free, rest
                    told += 1
    assert told > 0
