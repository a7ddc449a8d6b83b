"""``watchkeeper generate``."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from generator import pipeline
from generator.cli.common import (
    CLEAN,
    FINDINGS,
    Format,
    FormatOption,
    Out,
    Spec,
    cannot,
    report,
    say,
    spec_folder,
)

MEMORY = Path(".watchkeeper") / "cache.json"  # beside the output folder, ignored by git
POLL = 0.5  # seconds between looks at the spec folder

Check = Annotated[
    bool, typer.Option("--check", help="Write nothing; exit 1 if a file would change.")
]
Env = Annotated[str, typer.Option("--env", help="Only the overlay of this environment.")]
Watch = Annotated[bool, typer.Option("--watch", help="Generate again whenever a spec changes.")]


def run(
    spec: Spec = Path("spec"),
    out: Out = Path("generated"),
    check: Check = False,
    env: Env = "",
    watch: Watch = False,
    form: FormatOption = Format.TEXT,
) -> None:
    """Compile the specs and write everything they lead to.

    Nothing is written when a spec is wrong.
    """
    spec_folder(spec)
    before = _stamp(spec)  # before the run, or an edit during it would be missed
    code = _once(spec, out, check, env, form)
    while watch:
        while _stamp(spec) == before:
            time.sleep(POLL)
        before = _stamp(spec)
        code = _once(spec, out, check, env, form)
    raise typer.Exit(code)


def _once(spec: Path, out: Path, check: bool, env: str, form: Format) -> int:
    build = pipeline.build(spec, spec.as_posix(), out.parent / MEMORY)
    report(build.diagnostics, form)
    if not build.ok:
        say("nothing was written")
        return FINDINGS
    documents = build.documents
    if env:
        documents = _only(documents, out, env, build.context.environments)
    try:
        return _compare(documents, out) if check else _write(documents, out)
    except OSError as error:
        cannot(f"cannot write {out}: {error.strerror}; nothing was changed")


def _only(
    documents: pipeline.Documents, out: Path, env: str, known: tuple[str, ...]
) -> pipeline.Documents:
    if env not in known:
        cannot(f"there is no environment {env}; there are: {', '.join(known)}")
    try:
        return pipeline.only(documents, out, env)
    except FileNotFoundError:
        cannot(f"{out} holds no whole tree yet, which one overlay needs; run without --env first")
    except UnicodeDecodeError:
        cannot(f"{out} holds a file that is no text any more; run without --env to mend it")


def _compare(documents: pipeline.Documents, out: Path) -> int:
    found = pipeline.compare(documents, out)
    for each in found:
        print(f"{each.sign} {out}/{each.path}")  # noqa: T201 - the answer
    say(
        f"{len(found)} files differ: run make generate and commit the result"
        if found
        else f"{out} is up to date"
    )
    return FINDINGS if found else CLEAN


def _write(documents: pipeline.Documents, out: Path) -> int:
    found = pipeline.write(documents, out)
    for each in found:
        print(f"{each.sign} {out}/{each.path}")  # noqa: T201 - the answer
    say(f"{len(documents)} files, {len(found)} changed")
    return CLEAN


def _stamp(spec: Path) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(_times(spec)))


def _times(spec: Path) -> Iterator[tuple[str, int]]:
    for path in spec.rglob("*"):
        with contextlib.suppress(OSError):  # an editor replaced the file since it was listed
            yield str(path), path.stat().st_mtime_ns
