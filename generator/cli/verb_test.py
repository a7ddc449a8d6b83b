"""``watchkeeper test``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli.common import CLEAN, FINDINGS, Out, cannot, say
from generator.pipeline import amtool, promtool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.pipeline.promtool import Verdict

Pack = Annotated[str, typer.Option(help="Run only the cases of this pack.")]
Keep = Annotated[Path | None, typer.Option(help="Leave the plain rule files in this folder.")]


def run(out: Out = Path("generated"), pack: Pack = "", keep: Keep = None) -> None:
    """Have promtool prove every alert's cases, and amtool who is told of each alert."""
    binaries = _tools(out, pack)
    if keep and keep.exists() and any(keep.iterdir()):
        cannot(f"{keep} is not empty; old rules among new ones would be tested too")
    failed = 0
    for verdict in _verdicts(out, pack, keep, *binaries):
        failed += not verdict.ok
        text = (
            f"ok     {verdict.subject}"
            if verdict.ok
            else f"FAILED {verdict.subject}\n{verdict.output}"
        )
        print(text)  # noqa: T201 - the answer
    all_well = "all rules load and every case holds"
    routes = ", and every alert reaches its receivers" if binaries[1] else ""
    say(f"{failed} failed" if failed else f"{all_well}{routes}")
    raise typer.Exit(FINDINGS if failed else CLEAN)


def _tools(out: Path, pack: str) -> tuple[str, str]:
    """Where promtool and amtool are; nothing for the latter where only a pack is to be proven."""
    found = promtool.promtool()
    if found is None:
        cannot("promtool is not installed; make tools builds it")
    if not (out / "base" / "rules").is_dir():
        cannot(f"there are no rules in {out}; run make generate first")
    if pack or not (out / "tests" / "routes").is_dir():
        return found, ""
    routes = amtool.amtool()
    if routes is None:
        cannot("amtool is not installed, so nobody knows whom alerts reach; make tools builds it")
    return found, routes


def _verdicts(
    out: Path, pack: str, keep: Path | None, rules: str, routes: str
) -> Iterator[Verdict]:
    yield from promtool.verdicts(out, rules, pack, keep)
    if routes:
        yield from amtool.verdicts(out, routes)
