"""A run that has nothing to do says so without compiling, and never when there is something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import specs
from tests.support.command import CLEAN, FINDINGS, watchkeeper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def settled(project: Path) -> Path:
    """A project whose memory of models is spoilt: a run that compiles would write it anew."""
    (project / ".watchkeeper" / "cache.json").write_text("spoilt", "utf-8")
    return project


def compiled(project: Path) -> bool:
    """Whether a run since then compiled anything."""
    return (project / ".watchkeeper" / "cache.json").read_text("utf-8") != "spoilt"


@pytest.mark.parametrize("option", [(), ("--check",)])
def test_a_settled_run_compiles_nothing(option: tuple[str, ...], settled: Path) -> None:
    """Same specs, same code, same output: the answer needs no compiler."""
    assert watchkeeper(settled, "generate", *option).code == CLEAN
    assert not compiled(settled)


def edited(project: Path) -> None:
    """A number of a spec changes."""
    specs.write(
        project / "spec", {"models/churn.yaml": specs.model("churn", "  traffic: {min: 7}\n")}
    )


def added(project: Path) -> None:
    """A file that nobody reads yet appears among the specs."""
    specs.write(project / "spec", {"notes.txt": "later"})


def touched_output(project: Path) -> None:
    """Somebody edits a generated file."""
    (project / "generated" / "systems.md").write_text("mine", "utf-8")


def lost_output(project: Path) -> None:
    """Somebody removes a generated file."""
    (project / "generated" / "systems.md").unlink()


def foreign(project: Path) -> None:
    """A file of somebody else lies in the output."""
    (project / "generated" / "mine.txt").write_text("mine", "utf-8")


@pytest.mark.parametrize("change", [edited, added, touched_output, lost_output, foreign])
def test_any_change_is_looked_into(change: Callable[[Path], None], settled: Path) -> None:
    """Whatever differs from the last clean run, the specs are compiled again."""
    change(settled)
    watchkeeper(settled, "generate")
    assert compiled(settled)


def test_an_edited_output_is_made_right_again(settled: Path) -> None:
    """The record is no reason to leave a file as somebody changed it."""
    path = settled / "generated" / "systems.md"
    before = path.read_bytes()
    path.write_text("mine", "utf-8")
    assert watchkeeper(settled, "generate", "--check").code == FINDINGS
    assert watchkeeper(settled, "generate").code == CLEAN
    assert path.read_bytes() == before


def test_a_link_among_the_specs_is_found_every_time(settled: Path) -> None:
    """What a link leads to changes unseen, so nothing is remembered beside one."""
    path = settled / "spec" / "models" / "churn.yaml"
    path.rename(settled / "churn.yaml")
    path.symlink_to(settled / "churn.yaml")
    said = [watchkeeper(settled, "generate").said for _ in range(2)]
    assert said[0] == said[1]
    assert "churn.yaml" in said[0]


def test_warnings_are_said_every_time(project: Path) -> None:
    """A run that found something is never remembered as settled."""
    spare = "{name: archive, type: webhook, secretRef: {name: receivers, key: archive}}"
    text = specs.PLATFORM.replace("    receivers:\n", f"    receivers:\n      - {spare}\n")
    specs.write(project / "spec", {"platform.yaml": text})
    for _ in range(3):
        done = watchkeeper(project, "generate")
        assert done.code == CLEAN
        assert "warning REF210" in done.said
