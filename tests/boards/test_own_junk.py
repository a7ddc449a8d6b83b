"""Boards with something else in any place than Grafana would write there."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.compiler.takeover import taken
from generator.pipeline import build
from generator.pipeline.take_over import written
from generator.spec.exports import parse
from tests.boards.test_own_import import BOARD, CATALOGUE
from tests.support import specs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JUNK = (None, 7, "x", [], {}, [[None]], {"a": {"b": []}})


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything in a board."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[arg-type]  # a list
    for key, each in items:
        if isinstance(each, dict | list):
            yield from places(each, (*path, key))
        else:
            yield (*path, key)


def damaged(path: tuple[Any, ...], junk: object) -> Any:  # noqa: ANN401 - any JSON value
    """The board with something else at one place."""
    board: Any = copy.deepcopy(BOARD)
    if not path:
        return junk
    here = board
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = junk
    return board


@pytest.mark.parametrize("junk", JUNK, ids=str)
def test_junk_in_any_place_is_no_bug(junk: object, tmp_path: Path) -> None:
    """Wherever a board holds something else than Grafana would write, words are the answer."""
    files: dict[str, str | bytes] = {**specs.BASE}
    for number, path in enumerate(places(BOARD)):
        text = json.dumps(damaged(path, junk))
        files[f"dashboards/{number}.json"] = text
        export, _ = parse(text.encode(), "board.json")
        if export:
            found = taken(export, CATALOGUE)
            assert not found.document or yaml.safe_load(written(found))
    assert not build(specs.write(tmp_path / "spec", files), "spec").ok
