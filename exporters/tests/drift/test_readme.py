"""What the README says of drift is so: its example runs, and nothing is left out."""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from watchkeeper.drift import cli, jobs
from watchkeeper.drift.distances import METHODS
from watchkeeper.drift.families import FAMILIES
from watchkeeper.drift.states import STATES

if TYPE_CHECKING:
    import pytest

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8").split("\n## Drift\n")[1]


def block(language: str) -> str:
    """The code block of a language."""
    found = re.search(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def test_the_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The column that has moved is found, and the tests that are declared pass."""
    monkeypatch.chdir(tmp_path)
    made = subprocess.run([sys.executable, "-c", block("py")], check=False, timeout=60)
    assert made.returncode == 0
    (tmp_path / "drift.yaml").write_text(block("yml"), "utf-8")
    assert cli.main(["run", "--config", "drift.yaml"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert (said["drift_detected"], said["tests_passed"]) == (True, True)
    result = json.loads((tmp_path / "results/_newest/churn-classifier.json").read_text("utf-8"))
    drifted = [name for name, each in result["columns"].items() if each["drifted"]]
    assert drifted == ["age"]


def test_nothing_is_left_out() -> None:
    """Each metric, state, field, measure, method and option is named."""
    options = [
        option
        for action in cli.parser()._subparsers._group_actions  # type: ignore[union-attr] # there are some
        if isinstance(action, argparse._SubParsersAction)
        for verb in action.choices.values()
        for each in verb._actions
        for option in each.option_strings[:1]
    ]
    plain = {"-h", "--address", "--port", "--exit-zero"}
    wanted = {
        *(family.name for family in FAMILIES),
        *STATES,
        *(field.name for field in dataclasses.fields(jobs.Job)),
        *(field.name for field in dataclasses.fields(jobs.Outcomes)),
        *jobs.MEASURES,
        *jobs.REPORTS,
        *METHODS,
        *(set(options) - plain),
    }
    assert not [word for word in wanted if not re.search(rf"`{re.escape(word)}[` ]", README)]
