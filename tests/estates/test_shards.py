"""The split of a fleet's constants into objects of bounded size."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from generator.compiler.shards import MAX_SERIES, DataSeries, bits, shards

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.ir import RuleSet

EACH = 5  # constants of a model


def fleet(models: Iterable[int]) -> list[DataSeries]:
    """Models of five constants each."""
    return [
        DataSeries(
            f"model:thing{one}:max", (("model_name", f"m{each}"),), "1", f"m{each}", "spec/a.yaml:1"
        )
        for each in models
        for one in range(EACH)
    ]


def split(models: Iterable[int]) -> dict[str, RuleSet]:
    """The shards of a fleet, by name."""
    series = fleet(models)
    return {each.name: each for each in shards(series, {each.subject: "1" for each in series})}


def members(found: dict[str, RuleSet]) -> dict[str, set[str]]:
    """The models of each shard."""
    return {
        name: {dict(rule.labels)["model_name"] for group in each.groups for rule in group.rules}
        for name, each in found.items()
    }


def test_a_small_fleet_is_one_object() -> None:
    """As long as all fits, there is one file and its name says nothing of shards."""
    assert list(split(range(MAX_SERIES // EACH))) == ["data-models"]


def test_a_fleet_of_none_is_no_object() -> None:
    """No models, no file."""
    assert split([]) == {}


def test_one_model_too_many_splits_in_two() -> None:
    """The first split puts each model by the first bit of its hash."""
    found = members(split(range(MAX_SERIES // EACH + 1)))
    assert sorted(found) == ["data-models-0", "data-models-1"]
    assert all(bits(model)[0] == name[-1] for name, each in found.items() for model in each)


def test_no_shard_is_over_the_limit_and_none_is_lost() -> None:
    """Twenty thousand models are all there, once, in objects that the operator takes."""
    found = split(range(20_000))
    assert max(len(group.rules) for each in found.values() for group in each.groups) <= MAX_SERIES
    every = [model for each in members(found).values() for model in each]
    assert sorted(every) == sorted(f"m{each}" for each in range(20_000))


def test_a_new_model_touches_one_shard() -> None:
    """All other objects are equal to the byte."""
    before, after = split(range(3000)), split(range(3001))
    assert before.keys() == after.keys()
    assert [name for name in after if before[name] != after[name]] == [
        name for name, each in members(after).items() if "m3000" in each
    ]


def test_a_split_moves_no_other_model() -> None:
    """Where a shard becomes two, the models of every other shard stay where they are."""
    sizes = (MAX_SERIES // EACH, 600, 1100, 2100)
    for smaller, larger in itertools.pairwise(sizes):
        before, after = members(split(range(smaller))), members(split(range(larger)))
        for name, each in before.items():
            heirs = [other for other in after if other.startswith(name)]
            assert each <= set().union(*(after[heir] for heir in heirs)), name


def test_the_split_is_the_same_in_any_order() -> None:
    """Where a model lies depends on its name and the fleet, not on the order of files."""
    assert split(range(2000)) == split(reversed(range(2000)))


def test_the_hash_of_a_name_never_changes() -> None:
    """Another hash would move every model of every fleet in one commit."""
    assert bits("churn-classifier") == "10011110010110001110101001001001"
