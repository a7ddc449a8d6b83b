"""What a run found, as text: a table per pack, the survivors, and one line for all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from .judge import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .judge import Verdict
    from .rules import Mutant

HEAD = ("pack", "mutants", "killed", "survived", "invalid", "skipped", "score")


def lines(verdicts: Sequence[Verdict], skipped: Sequence[Mutant]) -> Iterator[str]:
    """Everything but the summary."""
    yield from _table(verdicts, skipped)
    if skipped:
        yield ""
        yield "Skipped, as no test could tell them from the rule:"
        for reason, count in sorted(Counter(mutant.skip for mutant in skipped).items()):
            yield f"  {count:5}  {reason}"
    for outcome, title in ((Outcome.SURVIVED, "Survivors"), (Outcome.INVALID, "Invalid")):
        found = [verdict for verdict in verdicts if verdict.outcome is outcome]
        if found:
            yield ""
            yield f"{title}:"
        for verdict in found:
            yield from _details(verdict)


def summary(verdicts: Sequence[Verdict], floor: float) -> str:
    """The line that says whether the tests are sharp enough."""
    killed, judged = _count(verdicts, Outcome.KILLED), _judged(verdicts)
    return f"mutants: killed {killed} of {judged} ({score(verdicts):.1f} %), floor {floor:g} %"


def score(verdicts: Sequence[Verdict]) -> float:
    """The percentage of mutants that were killed; an invalid one proves nothing either way."""
    judged = _judged(verdicts)
    return 100 * _count(verdicts, Outcome.KILLED) / judged if judged else 100.0


def _judged(verdicts: Sequence[Verdict]) -> int:
    return len(verdicts) - _count(verdicts, Outcome.INVALID)


def _count(verdicts: Sequence[Verdict], outcome: Outcome) -> int:
    return sum(verdict.outcome is outcome for verdict in verdicts)


def _table(verdicts: Sequence[Verdict], skipped: Sequence[Mutant]) -> Iterator[str]:
    packs = sorted({verdict.mutant.place.pack for verdict in verdicts})
    yield _row(HEAD)
    for pack in packs:
        own = [verdict for verdict in verdicts if verdict.mutant.place.pack == pack]
        yield _row(_cells(pack, own, sum(mutant.place.pack == pack for mutant in skipped)))
    yield _row(_cells("total", verdicts, len(skipped)))


def _cells(pack: str, verdicts: Sequence[Verdict], skipped: int) -> tuple[str, ...]:
    counts = (len(verdicts), *(_count(verdicts, outcome) for outcome in Outcome), skipped)
    return (pack, *map(str, counts), f"{score(verdicts):.1f} %")


def _row(cells: Sequence[str]) -> str:
    first, *rest = cells
    return f"{first:<20}" + "".join(f"{cell:>10}" for cell in rest)


def _details(verdict: Verdict) -> Iterator[str]:
    mutant = verdict.mutant
    yield f"  {mutant.place.pack}: {mutant.title}: {mutant.kind}: {mutant.what}"
    yield f"    - {_one_line(mutant.before)}"
    yield f"    + {_one_line(mutant.after)}"
    if verdict.output:
        yield f"    {_one_line(verdict.output)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
