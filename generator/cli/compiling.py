"""What ``watchkeeper generate`` does where something may have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import pipeline
from generator.cli.common import CLEAN, FINDINGS, Format, cannot, report, say

if TYPE_CHECKING:
    from pathlib import Path


def run(
    spec: Path, out: Path, memory: Path, form: Format, *, check: bool, env: str
) -> tuple[int, pipeline.Documents]:
    """Compiles, and compares or writes; returns the exit code and what ``out`` holds now.

    No documents where something was found, so that the next run finds it again.
    """
    build = pipeline.build(spec, spec.as_posix(), memory)
    report(build.diagnostics, form)
    if not build.ok:
        say("nothing was written")
        return FINDINGS, ()
    documents = build.documents
    if env:
        documents = _only(documents, out, env, build.context.environments)
    try:
        code = _compare(documents, out) if check else _write(documents, out)
    except OSError as error:
        cannot(f"cannot write {out}: {error.strerror}; nothing was changed")
    return code, () if code or build.diagnostics else documents


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
    differ = f"{len(found)} files differ: run make generate and commit the result"
    say(differ if found else f"{out} is up to date")
    return FINDINGS if found else CLEAN


def _write(documents: pipeline.Documents, out: Path) -> int:
    found = pipeline.write(documents, out)
    for each in found:
        print(f"{each.sign} {out}/{each.path}")  # noqa: T201 - the answer
    say(f"{len(documents)} files, {len(found)} changed")
    return CLEAN
