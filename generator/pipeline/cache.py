"""What the last run worked out, so that the next one does only what changed.

A file of models is known again by its content. All of it is void when a platform, a team, a
service, a board, a pack or the compiler itself changed. JSON behind a checksum: a damaged file is
no memory, and one that somebody else wrote can hold nothing that runs.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.compiler.dashboards import codes
from generator.compiler.unit import Deployment, Unit
from generator.diagnostics import Diagnostic, Origin
from generator.document import Document
from generator.settled import code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from generator.spec.load import Specs

Texts = tuple[tuple[str, Document], ...]  # (key, document)


class Shared(NamedTuple):
    """What all environments share, and what was said of it without stopping it."""

    documents: tuple[Document, ...]
    notes: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Cache:
    """``models`` are compiled files by the digest of their content; a void ``base`` is None.

    ``notes`` are what was said of the boards in it.
    """

    path: Path | None = None
    context: str = ""
    models: Mapping[str, list[Any]] = field(default_factory=dict)
    base: tuple[Document, ...] | None = None
    texts: Mapping[str, tuple[str, Document]] = field(default_factory=dict)
    notes: tuple[Diagnostic, ...] = ()

    @classmethod
    def load(cls, path: Path | None) -> Cache:
        """What ``path`` holds, or an empty memory that will be kept there."""
        try:
            check, _, text = path.read_text("utf-8").partition("\n") if path else ("", "", "")
            found = json.loads(text) if check == _digest(text) else {}
        except (OSError, ValueError):
            found = {}
        if not isinstance(found, dict) or found.get("code") != code():
            return cls(path)
        base = tuple(Document(name, body, tuple(sources)) for name, body, sources in found["base"])
        texts = {
            name: (key, Document(name, body, tuple(sources)))
            for name, key, body, sources in found["texts"]
        }
        notes = tuple(_note(*each) for each in found["notes"])
        return cls(path, found["context"], found["models"], base, texts, notes)

    def emptied(self) -> Cache:
        """The same memory without anything in it."""
        return Cache(self.path)

    def accepts(self, specs: Specs) -> bool:
        """Whether all that this memory depends on is as it was: else none of it holds."""
        return self.context == _context(specs)

    def units(self, specs: Specs) -> Iterator[Unit]:
        """The models of the files that were not read again."""
        for digest in specs.skipped:
            yield from (_unit(digest, each) for each in self.models[digest])

    def text(self, path: str, key: str) -> Document | None:
        """The rule set that was written there, if it was made from the same."""
        known, document = self.texts.get(path, ("", None))
        return document if key and key == known else None

    def save(
        self,
        specs: Specs,
        shared: Shared,
        units: Iterable[Unit],
        texts: Texts,
    ) -> None:
        """Keeps what this run worked out; a folder that cannot be written is no error."""
        kept = {digest: self.models[digest] for digest in specs.skipped} | _by_file(specs, units)
        context = _context(specs)
        if self.path is None or (self.context == context and kept.keys() == self.models.keys()):
            return
        found = {
            "code": code(),
            "context": context,
            "models": kept,
            "base": [(each.path, each.body, each.sources) for each in shared.documents],
            "notes": [
                (
                    n.code.id,
                    n.origin.file,
                    n.origin.line,
                    n.origin.column,
                    n.message,
                    n.value,
                    n.fix,
                )
                for n in shared.notes
            ],
            "texts": [(each.path, key, each.body, each.sources) for key, each in texts],
        }
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        try:
            _replace(self.path, f"{_digest(text)}\n{text}")
        except OSError:
            return


def _note(code: str, file: str, line: int, column: int, *words: str) -> Diagnostic:
    message, value, fix = words
    return Diagnostic(codes.WARNINGS[code], Origin(file, line, column), message, value, fix)


def _unit(digest: str, found: list[Any]) -> Unit:
    name, source, deployments = found
    return Unit(name, source, digest, tuple(_deployment(*each) for each in deployments))


def _deployment(
    environments: list[str],
    namespace: str,
    constants: list[Any],
    exceptions: list[Any],
    errands: list[Any],
) -> Deployment:
    """JSON knows no tuples. Constants are only ever read in order; the rest serve as keys."""
    changes = tuple((alert, for_, severity) for alert, for_, severity in exceptions)
    return Deployment(tuple(environments), namespace, tuple(constants), changes, tuple(errands))


def _by_file(specs: Specs, units: Iterable[Unit]) -> dict[str, list[Any]]:
    """The units of files that were read now and hold nothing but models."""
    places = [
        *(each.place for each in specs.platforms),
        *(each.place for each in specs.teams),
        *(each.place for each in specs.services),
        *(each.place for each in specs.dashboards),
    ]
    others = {place.file for place in places}
    digests = {file: digest for file, digest in specs.read if file not in others}
    found: dict[str, list[Any]] = {}
    for unit in units:
        digest = digests.get(unit.source.rpartition(":")[0])
        if digest:
            plain = [
                [d.environments, d.namespace, d.constants, d.exceptions, d.errands]
                for d in unit.deployments
            ]
            found.setdefault(digest, []).append([unit.name, unit.source, plain])
    return found


def _context(specs: Specs) -> str:
    boards = [(each.file, each.digest) for each in specs.exports]
    return _digest(repr((specs.platforms, specs.teams, specs.services, specs.dashboards, boards)))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _replace(path: Path, text: str) -> None:
    """One name for the new file: what a killed run leaves, the next one overwrites."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(path)
