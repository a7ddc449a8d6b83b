"""``watchkeeper test``."""

from __future__ import annotations

from pathlib import Path

import typer

from generator.cli.common import CLEAN, FINDINGS, Out, cannot, say
from generator.pipeline.promtool import promtool, verdicts


def run(out: Out = Path("generated")) -> None:
    """Run promtool on the generated rules: check all of them, then prove every alert's cases."""
    binary = promtool()
    if binary is None:
        cannot("promtool is not installed; make tools builds it")
    if not (out / "base" / "rules").is_dir():
        cannot(f"there are no rules in {out}; run make generate first")
    failed = 0
    for verdict in verdicts(out, binary):
        if not verdict.ok:
            failed += 1
            print(f"FAILED {verdict.subject}\n{verdict.output}")  # noqa: T201 - the answer
        else:
            print(f"ok     {verdict.subject}")  # noqa: T201 - the answer
    say(f"{failed} failed" if failed else "all rules load and every case holds")
    raise typer.Exit(FINDINGS if failed else CLEAN)
