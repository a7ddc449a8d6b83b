"""A run that is killed at any moment leaves the old tree or the new one, and no litter for ever."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

from tests.support import specs
from tests.support.command import CLEAN, LIMIT, ROOT, arguments, environment, tree, watchkeeper

if TYPE_CHECKING:
    from pathlib import Path

# Python runs this first. It counts what a run does to files from its first staging folder on, and
# kills the run right before the given one of these steps: a kill -9, but at every point in turn.
DIES = """
import os, signal, sys
STEPS = {"open", "shutil.rmtree"}
STEPS |= {f"os.{name}" for name in ("chmod", "link", "mkdir", "remove", "rename", "rmdir")}
seen = []
def hook(event, args):
    first = event == "os.mkdir" and ".generated-" in str(args[0])
    if event not in STEPS or not (seen or first):
        return
    seen.append(event)
    if len(seen) == int(os.environ["DIE_AT"]):
        os.kill(os.getpid(), signal.SIGKILL)
    if os.environ["DIE_AT"] == "0":
        os.write(2, f"step {event}\\n".encode())
sys.addaudithook(hook)
"""
RANDOM_KILLS = 8


def turn(project: Path, number: int) -> None:
    """One of two specs; nearly every generated file differs between them."""
    labels = f"  rules: {{labels: {{release: r{number}}}}}\n"
    extra = {"models/extra.yaml": specs.model("extra")} if number else {}
    (project / "spec/models/extra.yaml").unlink(missing_ok=True)
    specs.write(project / "spec", {"platform.yaml": specs.PLATFORM + labels, **extra})


def trees(project: Path) -> list[dict[str, str]]:
    """What the two specs lead to; the second is what is there afterwards."""
    found = []
    for number in (1, 0):
        turn(project, number)
        done = watchkeeper(project, "generate")
        assert done.code == CLEAN, done.said
        found.insert(0, tree(project / "generated"))
    return found


def litter(project: Path) -> list[str]:
    """Folders beside the output that are not finished."""
    return [path.name for path in project.iterdir() if path.name.startswith(".generated")]


def settled(project: Path, wanted: dict[str, str]) -> None:
    """The next run repairs whatever a killed one left behind."""
    done = watchkeeper(project, "generate")
    assert done.code == CLEAN, done.said
    assert tree(project / "generated") == wanted
    assert litter(project) == []
    assert watchkeeper(project, "generate", "--check").code == CLEAN


def test_killed_at_every_kind_of_step(project: Path, tmp_path: Path) -> None:
    """The steps before, at and after the exchange of the trees, and a few among the many others."""
    both = trees(project)
    hook = specs.write(tmp_path / "hook", {"sitecustomize.py": DIES})
    path = f"{hook}:{ROOT}"
    rehearsal = shutil.copytree(project, tmp_path / "rehearsal", symlinks=True)
    turn(rehearsal, 1)
    dry = watchkeeper(rehearsal, "generate", env={"PYTHONPATH": path, "DIE_AT": "0"})
    assert dry.code == CLEAN, dry.said
    steps = [line.split()[1] for line in dry.err.splitlines() if line.startswith("step ")]
    swap = max(i for i, step in enumerate(steps, 1) if step == "os.chmod")
    chosen = {1, 2, 3, swap - 1, swap, swap + 1, swap + 2, len(steps) - 1, len(steps)}
    chosen |= set(range(10, len(steps), len(steps) // 8))
    ends = set()
    for step in sorted(chosen):
        now = both.index(tree(project / "generated"))
        turn(project, 1 - now)
        done = watchkeeper(project, "generate", env={"PYTHONPATH": path, "DIE_AT": str(step)})
        assert done.code == -signal.SIGKILL, f"step {step}: {done.said}"
        after = tree(project / "generated")
        assert after in both, f"step {step} of {len(steps)}: {steps[step - 1]}"
        assert len(litter(project)) <= 1
        ends.add(after == both[now])
    assert ends == {True, False}
    turn(project, 0)
    settled(project, both[0])


def test_killed_from_outside(project: Path) -> None:
    """Kills that come whenever they come: start, compilation, writing, cleaning up."""
    both = trees(project)
    moments = random.Random(1)  # noqa: S311 - moments, not secrets
    for number in range(RANDOM_KILLS):
        turn(project, (number + 1) % 2)
        with subprocess.Popen(
            arguments("generate"),
            cwd=project,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as run:
            try:
                run.wait(moments.uniform(0.1, 1.0))
            except subprocess.TimeoutExpired:
                run.kill()
            run.wait(LIMIT)
        assert tree(project / "generated") in both
    turn(project, 1)
    settled(project, both[1])
