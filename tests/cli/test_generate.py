"""What ``generate`` writes, keeps, removes and reports."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from tests.support import specs
from tests.support.command import (
    CANNOT,
    CLEAN,
    FINDINGS,
    LIMIT,
    arguments,
    environment,
    tree,
    watchkeeper,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MODELS = "overlays/prod/data-models.yaml"
# PR_CAPBSET_DROP of CAP_DAC_OVERRIDE: permissions of folders bind root as well.
POWERLESS = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(24, 1)
os.execv(sys.argv[1], sys.argv[1:])
"""
# The disk is full after 4 KiB of any file.
FULL = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
os.execv(sys.argv[1], sys.argv[1:])
"""


def litter(project: Path) -> list[str]:
    """What stands beside the output folder that no run should leave there."""
    known = {"spec", "generated", ".watchkeeper"}
    return sorted(path.name for path in project.iterdir() if path.name not in known)


def edit(project: Path) -> None:
    """A change that reaches the overlays of both environments."""
    specs.write(
        project / "spec", {"models/churn.yaml": specs.model("churn", "  traffic: {min: 3}\n")}
    )


def test_a_tree_that_is_up_to_date_is_clean(project: Path) -> None:
    """Nothing to say and nothing to write: the second run changes no byte."""
    before = tree(project / "generated")
    assert watchkeeper(project, "generate", "--check").code == CLEAN
    again = watchkeeper(project, "generate")
    assert (again.code, again.out) == (CLEAN, "")
    assert tree(project / "generated") == before


def changed(path: Path) -> None:
    """Somebody edits a generated file."""
    path.write_text(path.read_text("utf-8") + "# by hand\n", "utf-8")


def other_line_ends(path: Path) -> None:
    """An editor saves a generated file with other line ends."""
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize(
    ("sign", "change"),
    [("~", changed), ("~", other_line_ends), ("+", lambda path: path.unlink())],
    ids=["edited", "line ends", "missing"],
)
def test_check_reports_drift_and_mends_nothing(
    sign: str, change: Callable[[Path], None], project: Path
) -> None:
    """One line for the one file that is not as it should be, and the tree stays as it is."""
    change(project / "generated" / MODELS)
    before = tree(project / "generated")
    done = watchkeeper(project, "generate", "--check")
    assert (done.code, done.out) == (FINDINGS, f"{sign} generated/{MODELS}\n")
    assert tree(project / "generated") == before
    assert watchkeeper(project, "generate").code == CLEAN
    assert watchkeeper(project, "generate", "--check").code == CLEAN


def test_files_that_are_not_ours_survive_and_are_reported(project: Path) -> None:
    """What no run wrote is never removed; ``--check`` says that it does not belong there."""
    ours = project / "generated"
    specs.write(ours, {"NOTES.md": "mine\n", "overlays/qa/kustomization.yaml": "mine: true\n"})
    (ours / "link").symlink_to("NOTES.md")
    found = watchkeeper(project, "generate", "--check")
    assert (found.code, found.out.splitlines()) == (
        FINDINGS,
        ["- generated/NOTES.md", "- generated/link", "- generated/overlays/qa/kustomization.yaml"],
    )
    edit(project)
    done = watchkeeper(project, "generate")
    assert done.code == CLEAN
    assert "NOTES" not in done.out
    assert (ours / "NOTES.md").read_text("utf-8") == "mine\n"
    assert (ours / "overlays/qa/kustomization.yaml").read_text("utf-8") == "mine: true\n"
    assert (ours / "link").is_symlink()


def test_a_linked_folder_that_is_not_ours_survives(project: Path) -> None:
    """A link to a folder is a foreign entry like a file, so a run carries it over."""
    (project / "generated" / "link").symlink_to("runbooks")
    edit(project)
    assert watchkeeper(project, "generate").code == CLEAN
    assert (project / "generated" / "link").is_symlink()


def test_what_is_no_longer_made_is_removed(project: Path) -> None:
    """Files of a service that left the spec go, with one line each."""
    (project / "spec/services/feast.yaml").unlink()
    done = watchkeeper(project, "generate")
    assert done.code == CLEAN
    assert "- generated/base/rules/feast.yaml" in done.out.splitlines()
    assert not (project / "generated/base/rules/feast.yaml").exists()
    assert watchkeeper(project, "generate", "--check").code == CLEAN


def test_one_environment_alone(project: Path) -> None:
    """``--env`` leaves every other overlay and the base as they are."""
    edit(project)
    before = tree(project / "generated")
    done = watchkeeper(project, "generate", "--env", "dev")
    after = tree(project / "generated")
    assert done.out == "~ generated/overlays/dev/data-models.yaml\n"
    assert {path for path in after if after[path] != before[path]} == {
        "overlays/dev/data-models.yaml"
    }
    assert before.keys() == after.keys()
    assert watchkeeper(project, "generate", "--check").code == FINDINGS


def test_a_full_disk_leaves_the_old_tree(project: Path) -> None:
    """A run that cannot write to its end says so, and changes nothing."""
    edit(project)
    (project / "generated/schemas/Model.json").write_text("{}", "utf-8")
    before = tree(project / "generated")
    done = watchkeeper(project, "generate", through=(sys.executable, "-c", FULL))
    assert done.code == CANNOT, done.said
    assert "nothing was changed" in done.said
    assert tree(project / "generated") == before
    assert litter(project) == []


def test_a_read_only_parent_leaves_the_old_tree(project: Path) -> None:
    """Where no new tree can be made the old one stays, and the exit code is 2."""
    edit(project)
    before = tree(project / "generated")
    project.chmod(0o555)
    try:
        done = watchkeeper(project, "generate", through=(sys.executable, "-c", POWERLESS))
    finally:
        project.chmod(0o755)
    assert done.code == CANNOT, done.said
    assert "cannot write generated" in done.said
    assert tree(project / "generated") == before
    assert litter(project) == []


def test_an_output_folder_that_is_a_file_is_refused(project: Path) -> None:
    """A file of somebody is never replaced by a folder of ours."""
    (project / "mine").write_text("keep\n", "utf-8")
    done = watchkeeper(project, "generate", "--out", "mine")
    assert done.code == CANNOT, done.said
    assert (project / "mine").read_text("utf-8") == "keep\n"


@pytest.mark.parametrize("form", ["json", "sarif", "github", "text"])
def test_every_format_can_be_read(form: str, project: Path) -> None:
    """Findings on stdout in the form that was asked for, nothing else with them."""
    specs.write(project / "spec", {"bad.yaml": specs.model("x", "  errorRate: {max: 80}\n")})
    done = watchkeeper(project, "check", "--format", form)
    assert done.code == FINDINGS, done.said
    if form == "json":
        found = json.loads(done.out)
        assert found["version"] == 1
        assert [each["code"] for each in found["diagnostics"]] == ["SPEC133"]
    elif form == "sarif":
        run = json.loads(done.out)["runs"][0]
        assert [each["ruleId"] for each in run["results"]] == ["SPEC133"]
        assert run["tool"]["driver"]["rules"][0]["name"] == "not-a-ratio"
    elif form == "github":
        assert done.out.startswith("::error file=spec/bad.yaml,line=8,col=20,title=SPEC133 ")
        assert len(done.out.splitlines()) == 1
    else:
        assert done.out.startswith("spec/bad.yaml:8:20 error SPEC133 ")


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_no_finding_is_a_document_too(form: str, project: Path) -> None:
    """A program that reads the answer gets a whole document when all is well."""
    done = watchkeeper(project, "check", "--format", form)
    assert done.code == CLEAN
    assert json.loads(done.out)


def test_watching_writes_again_after_every_edit(project: Path) -> None:
    """A good edit is written, a bad one is reported, and the next good one is written."""
    target = project / "generated" / MODELS
    with subprocess.Popen(
        arguments("generate", "--watch"),
        cwd=project,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as running:
        bell = threading.Timer(LIMIT, running.kill)
        bell.start()
        try:
            assert running.stderr
            assert "0 changed" in running.stderr.readline()
            edit(project)
            assert "2 changed" in running.stderr.readline()
            assert "vector(3)" in target.read_text("utf-8")
            specs.write(project / "spec", {"models/churn.yaml": "kind: Model\n\t\n"})
            assert "1 error" in running.stderr.readline()
            assert "nothing was written" in running.stderr.readline()
            specs.write(project / "spec", {"models/churn.yaml": specs.model("churn")})
            assert "2 changed" in running.stderr.readline()
            assert "vector(3)" not in target.read_text("utf-8")
        finally:
            bell.cancel()
            running.terminate()
            running.wait(LIMIT)


def test_two_runs_at_once_end_in_one_of_the_two_trees(project: Path) -> None:
    """Two people generate different specs into one folder: one of them wins as a whole."""
    other = specs.write(project / "other", {**specs.BASE, "m.yaml": specs.model("other")})
    wanted = []
    for spec in ("spec", other.name):
        alone = project / f"alone-{spec}"
        done = watchkeeper(project, "generate", "--spec", spec, "--out", f"{alone.name}/generated")
        assert done.code == CLEAN, done.said
        wanted.append(tree(alone / "generated"))
    for _ in range(5):
        runs = [
            subprocess.Popen(
                arguments("generate", "--spec", spec),
                cwd=project,
                env=environment(),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
            )
            for spec in ("spec", other.name)
        ]
        said = [run.communicate(timeout=LIMIT)[0] for run in runs]
        assert {run.returncode for run in runs} <= {CLEAN, CANNOT}, said
        assert not any("Traceback" in each for each in said), said
        assert tree(project / "generated") in wanted
        assert [name for name in litter(project) if name.startswith(".")] == []
