"""``watchkeeper preview``."""

from __future__ import annotations

import contextlib
import difflib
import gc
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator import pipeline
from generator.cli.common import CANNOT, FINDINGS, Format, cannot, report, say, spec_folder
from generator.compiler import boards as lowering
from generator.preview import choices, make, out, page, samples, vega
from generator.preview.prometheus import Prometheus, Refused, address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.ir.boards import Board
    from generator.preview.make import Made

Spec = Annotated[Path, typer.Argument(help="Folder of the specs.")]
Address = Annotated[
    str, typer.Option("--prometheus", help="URL to ask; without one, made-up series are drawn.")
]
Folder = Annotated[Path, typer.Option("--out", help="Folder of the pages; it is replaced whole.")]
Boards = Annotated[list[str] | None, typer.Option("--board", help="Only this board, by its uid.")]
Since = Annotated[str, typer.Option(help="How far back, such as 6h; else as each board has it.")]


def run(
    spec: Spec = Path("spec"),
    url: Address = "",
    folder: Folder = Path("build/preview"),
    board: Boards = None,
    since: Since = "",
) -> None:
    """Draw every board from live data, as pages and pictures."""
    _possible(since, folder)
    asked = _asked(url) if url else None
    build = pipeline.build(spec_folder(spec), spec.as_posix())
    if not build.ok:
        report(build.diagnostics, Format.TEXT)
        raise typer.Exit(FINDINGS)
    every = tuple(lowering.boards(build.context))
    chosen = _chosen(every, board or [])
    gc.enable()  # other than compiling, this may take minutes
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(CANNOT))  # a server of ours is stopped too
    files: dict[str, bytes] = {}
    with _server(asked, chosen, build.context) as (server, end):
        for each in make.made(chosen, server, end, since):
            files |= each.files
            _tell(each)
    files["index.html"] = page.index(chosen).encode()
    try:
        out.write(files, folder)
    except OSError as error:
        cannot(f"{folder} cannot be written: {error.strerror or error}")
    say(f"{len(chosen)} board{'s' * (len(chosen) > 1)}: {folder / 'index.html'}")


def _possible(since: str, folder: Path) -> None:
    """Everything that can be said before anybody has to wait."""
    try:
        vega.library()
    except vega.Missing:
        cannot("pictures need a library: pip install 'watchkeeper-generator[preview]'")
    try:
        choices.seconds(since or "6h")
    except ValueError as error:
        cannot(f"--since {error}")
    if not out.ours(folder):
        cannot(f"{folder} holds what no preview has written, and it would be lost; name another")


def _chosen(every: tuple[Board, ...], uids: list[str]) -> tuple[Board, ...]:
    known = {each.uid: each for each in every}
    for uid in uids:
        if uid not in known:
            near = difflib.get_close_matches(uid, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            cannot(f"there is no board {uid}; {hint}")
    return tuple(each for each in every if not uids or each.uid in uids)


@contextlib.contextmanager
def _server(
    asked: Prometheus | None, boards: tuple[Board, ...], context: Context
) -> Iterator[tuple[Prometheus, float]]:
    """Whom to ask, and up to when."""
    if asked:
        yield asked, time.time()
        return
    say("no --prometheus: drawing made-up series")
    try:
        with samples.running(boards, context) as own:
            yield Prometheus(own), samples.END
    except samples.Unavailable as error:
        cannot(str(error))


def _asked(url: str) -> Prometheus:
    """The Prometheus at an address, which has answered once."""
    try:
        server = Prometheus(address(url))
    except Refused as refused:
        cannot(f"--prometheus: {refused}")
    try:
        server.get("query", query="vector(1)")
    except Refused as refused:
        cannot(f"{server.url} does not answer as a Prometheus: {refused}")
    return server


def _tell(each: Made) -> None:
    without = f", {len(each.empty)} without data" if each.empty else ""
    say(f"{each.board.uid}: {each.panels} panels{without}")
    for problem in each.failed:
        say(f"  {problem}")
