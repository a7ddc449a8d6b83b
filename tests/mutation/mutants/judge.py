"""Runs promtool on mutants, as many at once as there are processors."""

from __future__ import annotations

import concurrent.futures
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .rules import Mutant
    from .workbench import Subject

Found = TypeVar("Found")

TIMEOUT = 300  # seconds, for one test file
# What a failed test prints; a rule file that does not load is reported without these.
FAILED_TEST = re.compile(r"^    (expr|rule): .*", re.MULTILINE)
# One process per processor: a process that is no bigger and collects less is the faster one.
GO = {"GOMAXPROCS": "1", "GOGC": "400"}


class Outcome(Enum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One mutant and what promtool made of it; ``output`` where it failed."""

    mutant: Mutant
    outcome: Outcome
    output: str


@dataclass(frozen=True, slots=True)
class Judge:
    """Runs ``promtool`` in ``jobs`` processes at once and tells ``progress`` after each."""

    promtool: str
    jobs: int
    progress: Callable[[], None]

    def broken(self, subjects: Iterable[Subject], rules: Iterable[dict[str, Any]]) -> Iterator[str]:
        """The output for each subject whose tests fail already without a mutation, else ""."""
        yield from self._map(self._output, zip(subjects, rules, strict=True))

    def verdicts(self, mutants: Iterable[tuple[Subject, Mutant]]) -> Iterator[Verdict]:
        """What became of each mutant, in the order given."""
        yield from self._map(self._verdict, mutants)

    def _map(self, work: Callable[..., Found], jobs: Iterable[tuple[Any, ...]]) -> Iterator[Found]:
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            for found in pool.map(lambda job: work(*job), jobs):
                self.progress()
                yield found

    def _verdict(self, subject: Subject, mutant: Mutant) -> Verdict:
        output = self._output(subject, mutant.rule)
        if not output:
            return Verdict(mutant, Outcome.SURVIVED, "")
        killed = FAILED_TEST.search(output)
        return Verdict(mutant, Outcome.KILLED if killed else Outcome.INVALID, output)

    def _output(self, subject: Subject, rule: dict[str, Any]) -> str:
        """What promtool says of the first test file that fails."""
        with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
            for file in subject.write(Path(folder), rule):
                try:
                    done = self._run(folder, file)
                except subprocess.TimeoutExpired:
                    return f"promtool has not answered in {TIMEOUT} s"
                if done.returncode:
                    return done.stdout + done.stderr or "no output"
        return ""

    def _run(self, folder: str, file: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.promtool, "test", "rules", file],
            cwd=folder,
            env={**os.environ, **GO},
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
