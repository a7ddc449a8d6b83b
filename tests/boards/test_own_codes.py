"""The examples of what can be wrong with boards of users are compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.compiler.dashboards import codes
from generator.diagnostics import Code
from generator.spec import export_codes
from tests.boards import own

if TYPE_CHECKING:
    from pathlib import Path

    from generator.pipeline import Build

ALL = [
    each
    for module in (export_codes, codes)
    for each in vars(module).values()
    if isinstance(each, Code)
]


def built(folder: Path, text: str) -> Build:
    """An example as the only board."""
    return own.estate(folder, example=text if text.startswith("apiVersion") else text.encode())


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.id)
def test_the_wrong_example_gives_its_code_alone(code: Code, tmp_path: Path) -> None:
    """The example of a mistake shows that mistake with a place to look at, and no other."""
    assert isinstance(code.wrong, str)
    result = built(tmp_path, code.wrong)
    assert [each.code.id for each in result.diagnostics] == [code.id]
    (only,) = result.diagnostics
    assert only.origin.file.startswith("spec/dashboards/example.")
    assert only.origin.line or code in (codes.TOO_LARGE, codes.SERVER_SIDE)
    assert only.message
    assert only.fix


@pytest.mark.parametrize("code", ALL, ids=lambda code: code.id)
def test_the_right_example_compiles(code: Code, tmp_path: Path) -> None:
    """What a page tells people to write has neither an error nor a warning."""
    assert own.found(built(tmp_path, code.right)) == []
