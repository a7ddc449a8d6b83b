"""``watchkeeper test``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.cli.common import CLEAN, FINDINGS, Out, cannot, say
from generator.pipeline.promtool import promtool, verdicts

Pack = Annotated[str, typer.Option(help="Run only the cases of this pack.")]
Keep = Annotated[Path | None, typer.Option(help="Leave the plain rule files in this folder.")]


def run(out: Out = Path("generated"), pack: Pack = "", keep: Keep = None) -> None:
    """Run promtool on what was generated: load all rules, then prove every alert's cases."""
    binary = promtool()
    if binary is None:
        cannot("promtool is not installed; make tools builds it")
    if not (out / "base" / "rules").is_dir():
        cannot(f"there are no rules in {out}; run make generate first")
    if keep and keep.exists() and any(keep.iterdir()):
        cannot(f"{keep} is not empty; old rules among new ones would be tested too")
    failed = 0
    for verdict in verdicts(out, binary, pack, keep):
        failed += not verdict.ok
        text = (
            f"ok     {verdict.subject}"
            if verdict.ok
            else f"FAILED {verdict.subject}\n{verdict.output}"
        )
        print(text)  # noqa: T201 - the answer
    say(f"{failed} failed" if failed else "all rules load and every case holds")
    raise typer.Exit(FINDINGS if failed else CLEAN)
