"""The image that our programs run in, as far as a machine without Docker can tell."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.charts.programs import ran
from tests.support.command import ROOT
from tests.workloads.exporters import python

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ROOT / "exporters"
DOCKERFILE = FOLDER / "Dockerfile"
LOCK = FOLDER / "requirements.txt"
TESTED = ROOT / ".ci" / "requirements-exporters.txt"
HADOLINT = str(Path(sys.executable).parent / "hadolint")
PINNED = re.compile(r"^([a-z0-9.\-]+)==([^ ;]+)", re.MULTILINE)
ENTRIES = (
    ("watchkeeper.mlflow",),
    ("watchkeeper.drift", "run"),
    ("watchkeeper.drift", "serve"),
)


def instructions() -> list[tuple[str, str]]:
    """What the file tells Docker, continued lines as one."""
    text = re.sub(r"\\\n\s*", "", DOCKERFILE.read_text("utf-8"))
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def copied() -> Iterator[str]:
    """What is copied from the folder of the file, not from an earlier stage."""
    for name, words in instructions():
        if name == "COPY" and not words.startswith("--from"):
            yield from words.split()[:-1]


def test_a_linter_finds_nothing() -> None:
    """The file parses, and holds to the rules of a linter that knows Docker's."""
    done = ran(HADOLINT, str(DOCKERFILE))
    assert (done.returncode, done.stdout) == (0, "")


def test_the_linter_would_find_something(tmp_path: Path) -> None:
    """It is there, and it reads what it is given."""
    wrong = tmp_path / "Dockerfile"
    wrong.write_text("FROM python:3.11-slim\nRUN cd /tmp && sudo ls\n", "utf-8")
    assert "DL3004" in ran(HADOLINT, str(wrong)).stdout


def test_what_is_copied_is_there_and_is_sent_to_docker() -> None:
    """Sources exist, and the list of what is ignored leaves them in."""
    kept = [
        line.removeprefix("!")
        for line in (FOLDER / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    ]
    found = list(copied())
    assert found
    for each in found:
        assert (FOLDER / each).exists()
        assert each in kept


def test_nothing_is_installed_that_was_not_tested() -> None:
    """Each version in the image's lock, all with hashes, is the one the tests ran with."""
    image, tested = (dict(PINNED.findall(path.read_text("utf-8"))) for path in (LOCK, TESTED))
    assert {name: tested.get(name) for name in image} == image
    text = LOCK.read_text("utf-8")
    assert len(re.findall(r"^    --hash=sha256:", text, re.MULTILINE)) >= len(image)
    assert any("--require-hashes" in words for name, words in instructions() if name == "RUN")


def test_the_lock_has_what_the_programs_need() -> None:
    """Whatever an extra of the image asks for is pinned there."""
    extras = tomllib.loads((FOLDER / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    wanted = re.findall(r"--extra ([a-z\-]+)", LOCK.read_text("utf-8")[:600])
    image = dict(PINNED.findall(LOCK.read_text("utf-8")))
    assert {"mlflow", "drift"} <= set(wanted)
    for extra in wanted:
        for requirement in extras[extra]:
            name = re.split(r"[\[<>=!~; ]", requirement)[0].lower()
            assert name in image, f"{extra}: {requirement}"


def test_it_runs_as_a_user_without_a_name() -> None:
    """Kubernetes can tell that a number is not root's; the last stage is what runs."""
    names = [name for name, _ in instructions()]
    last = instructions()[len(names) - 1 - names[::-1].index("FROM") :]
    users = [words for name, words in last if name == "USER"]
    assert users == ["65532:65532"]


@pytest.mark.parametrize("entry", ENTRIES, ids=" ".join)
def test_each_entry_point_starts(entry: tuple[str, ...], tmp_path: Path) -> None:
    """All three know their own help, from any folder and without writing anything."""
    done = subprocess.run(
        [python(), "-m", *entry, "--help"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"usage: python -m {' '.join(entry)}" in done.stdout
    assert list(tmp_path.iterdir()) == []
