"""The command: what it replaces, what it refuses, and what it leaves when it is stopped."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from generator.preview import out
from tests.preview.answering import GOOD, nowhere, saying
from tests.support.command import CANNOT, ROOT, arguments, environment, tree, watchkeeper

SPEC = str(ROOT / "spec")


def test_a_preview_takes_the_place_of_the_last_one_only_when_it_is_whole(tmp_path: Path) -> None:
    """What was drawn before stays when nothing can be drawn now, and goes when something can."""
    folder = tmp_path / "build/preview"
    out.write({"old.html": b"old"}, folder)
    before = tree(tmp_path)
    watchkeeper(tmp_path, "preview", SPEC, "--prometheus", nowhere())
    assert tree(tmp_path) == before
    with saying(200, json.dumps(GOOD).encode()) as url:
        watchkeeper(tmp_path, "preview", SPEC, "--prometheus", url, "--board", "wk-slo")
    names = {".watchkeeper-preview", "index.html", "wk-slo.html", "wk-slo.png", "wk-slo.svg"}
    assert set(tree(folder)) == names
    assert set(tree(tmp_path)) == {"build", "build/preview", *(f"build/preview/{n}" for n in names)}


@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_what_no_preview_has_written_is_not_replaced(tmp_path: Path, kind: str) -> None:
    """A folder with somebody's files, a file or a link in its place: refused, and as before."""
    target = tmp_path / "mine"
    if kind == "file":
        target.write_text("mine", "utf-8")
    elif kind == "link":
        (tmp_path / "real").mkdir()
        target.symlink_to("real")
    else:
        target.mkdir()
        (target / "thesis.txt").write_text("mine", "utf-8")
    before = tree(tmp_path)
    run = watchkeeper(tmp_path, "preview", SPEC, "--out", "mine")
    assert run.code == CANNOT
    assert "it would be lost" in run.said
    assert tree(tmp_path) == before


def test_a_board_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    """A slip of the finger costs one line."""
    run = watchkeeper(tmp_path, "preview", SPEC, "--board", "wk-modell")
    assert (run.code, run.said) == (
        CANNOT,
        "watchkeeper: there is no board wk-modell; did you mean wk-model?\n",
    )


def test_a_time_that_is_none_is_refused(tmp_path: Path) -> None:
    """Before anything is compiled or asked."""
    run = watchkeeper(tmp_path, "preview", SPEC, "--since", "yesterday")
    assert run.code == CANNOT
    assert "yesterday is no time" in run.said


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    """One line; nothing is asked or written."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "vl_convert.py").write_text("raise ImportError", "utf-8")
    path = f"{hidden}{os.pathsep}{ROOT}"
    run = watchkeeper(tmp_path, "preview", SPEC, env={"PYTHONPATH": path})
    assert run.code == CANNOT
    assert run.said == (
        "watchkeeper: pictures need a library: pip install 'watchkeeper-generator[preview]'\n"
    )


def test_without_the_tools_it_says_what_to_install(tmp_path: Path) -> None:
    """There is nothing to draw without a Prometheus, theirs or ours."""
    run = watchkeeper(tmp_path, "preview", SPEC, env={"PATH": str(tmp_path)})
    assert run.code == CANNOT
    assert "promtool is not installed" in run.said
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_leaves_nothing(tmp_path: Path, how: signal.Signals) -> None:
    """Neither a server nor a file: not when it is interrupted, nor when it is ended."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    run = subprocess.Popen(
        arguments("preview", SPEC, "--out", "pages"),
        cwd=tmp_path,
        env=environment(TMPDIR=str(scratch)),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stderr is not None
    for line in run.stderr:
        if line.startswith(("wk-", "own-")):  # the first board is drawn: the server runs
            break
    servers = [pid for pid in _children(run.pid) if _name(pid) == "prometheus"]
    run.send_signal(how)
    run.communicate(timeout=30)
    assert servers
    assert [pid for pid in servers if _name(pid)] == []
    assert set(tree(tmp_path)) == {"scratch"}


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    return [int(each) for each in text.split()]


def _name(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text("utf-8").strip()
    return ""
