"""The command: which mutants, how many at once, and the exit code."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.pipeline.promtool import promtool

from . import report, rules, tree, workbench
from .judge import Judge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .rules import Mutant
    from .tree import Place, Tree
    from .workbench import Subject

GOOD, BELOW_THE_FLOOR, CANNOT = 0, 1, 2


@dataclass
class Progress:
    """A line that is rewritten, for whoever watches; silent in a pipe."""

    total: int
    done: int = 0

    def __call__(self) -> None:
        """Counts one more."""
        self.done += 1
        if sys.stderr.isatty():
            end = "\n" if self.done == self.total else ""
            print(f"\r{self.done} of {self.total}", end=end, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Judges the mutants of a generated tree; 1 where too many of them survive."""
    options = _options().parse_args(arguments)
    binary = promtool()
    if binary is None or not (options.generated / "base" / "rules").is_dir():
        print(f"promtool and the rules of {options.generated} are needed: make tools generate")
        return CANNOT
    found = tree.load(options.generated)
    mutants = list(_mutants(found, options.pack, signals=options.signals))
    skipped = [mutant for mutant in mutants if mutant.skip]
    chosen = _sample([mutant for mutant in mutants if not mutant.skip], options.sample)
    if not chosen:
        print(f"there is nothing to break; packs: {', '.join(found.groups)}")
        return CANNOT
    return _run(found, str(Path(binary).absolute()), chosen, skipped, options)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests/mutation/run.py", description=main.__doc__)
    parser.add_argument("--generated", type=Path, default=Path("generated"), metavar="DIR")
    parser.add_argument("--pack", action="append", metavar="NAME", help="only this one; repeatable")
    parser.add_argument("--sample", type=int, metavar="N", help="N mutants, always the same")
    parser.add_argument("--floor", type=float, default=90.0, metavar="PERCENT")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument(
        "--signals",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="mutate recording rules as well",
    )
    return parser


def _mutants(found: Tree, packs: Sequence[str] | None, *, signals: bool) -> Iterator[Mutant]:
    recorded = workbench.recorded(found)
    wanted = {pack.replace("_", "-") for pack in packs or found.groups}
    for pack in found.groups:
        for place in found.places(pack) if pack in wanted else ():
            if "alert" in found.rule(place):
                yield from rules.of_alert(found, place, recorded)
            elif signals:
                yield from rules.of_signal(found, place)


def _sample(mutants: list[Mutant], size: int | None) -> list[Mutant]:
    """``size`` mutants in the order of the rules, chosen by what they are, not by where."""
    if size is None:
        return mutants
    chosen = {mutant.digest for mutant in sorted(mutants, key=lambda each: each.digest)[:size]}
    return [mutant for mutant in mutants if mutant.digest in chosen]


def _run(
    found: Tree,
    binary: str,
    chosen: list[Mutant],
    skipped: list[Mutant],
    options: argparse.Namespace,
) -> int:
    subjects = {
        place: workbench.subject(found, place)
        for place in dict.fromkeys(mutant.place for mutant in chosen)
    }
    judge = Judge(binary, options.jobs, Progress(len(subjects) + len(chosen)))
    broken = dict(_broken(judge, found, subjects))
    for place, output in broken.items():
        print(f"FAILED {place.pack}: {tree.name(found.rule(place))}, unmutated:\n{output}\n")
    whole = [(subjects[each.place], each) for each in chosen if each.place not in broken]
    verdicts = list(judge.verdicts(whole))
    print(*report.lines(verdicts, skipped), "", sep="\n")
    print(report.summary(verdicts, options.floor))
    below = report.score(verdicts) < options.floor
    return BELOW_THE_FLOOR if below or broken else GOOD


def _broken(
    judge: Judge, found: Tree, subjects: dict[Place, Subject]
) -> Iterator[tuple[Place, str]]:
    """The rules whose tests fail as they are: such tests would kill everything."""
    outputs = judge.broken(subjects.values(), map(found.rule, subjects))
    for place, output in zip(subjects, outputs, strict=True):
        if output:
            yield place, output
