"""Users' boards before anything is compiled: all that is wrong with them, line by line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.compiler import proof_board_codes, proof_boards
from generator.compiler.boards import of_packs
from generator.compiler.dashboards import codes, exported, lower, normal
from generator.compiler.dashboards.catalogue import Catalogue
from generator.compiler.dashboards.places import Places
from generator.compiler.layout import address
from generator.spec import exports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from generator.compiler.context import Context
    from generator.compiler.dashboards.lower import Lowered
    from generator.diagnostics import Diagnostic, Origin
    from generator.ir.boards import Board, Carried
    from generator.spec import Export
    from generator.spec.load import Place


def prove(context: Context) -> Iterator[Diagnostic]:
    """Everything that is wrong with the boards that users wrote or took over."""
    if not context.specs.dashboards and not context.specs.exports:
        return
    catalogue, sources = Catalogue(context), context.sources
    made = tuple(
        lower.lowered(each, catalogue, address(context)) for each in context.specs.dashboards
    )
    packs = tuple(of_packs(context))
    for each in made:
        for path, code, message, value, fix in each.wrong:
            place = sources.origin(each.place, path)
            yield code.at(place, f"{each.board.title}: {message}", value=value, fix=fix)
    yield from _boards(made, packs, catalogue, context)
    for export in context.specs.exports:
        yield from exported.check(export, catalogue, sources)
    yield from _twice(packs, made, context)


def _boards(
    made: tuple[Lowered, ...], packs: tuple[Board, ...], catalogue: Catalogue, context: Context
) -> Iterator[Diagnostic]:
    """The checks that boards of packs pass too, but that a user may have metrics of their own."""
    against = proof_boards.Against(
        known=catalogue.known,
        units=frozenset(proof_boards.units(catalogue.packs)),
        runbooks=address(context),
        alerts=frozenset(proof_boards.names(catalogue.active)),
        places=Places(
            context.sources,
            {each.board.origin: each.place for each in made},
            {spot: written for each in made for spot, written in each.spots.items()},
        ),
        uids=frozenset((*(b.uid for b in packs), *(e.uid for e in context.specs.exports))),
    )
    everyone = frozenset(each.board.uid for each in made)
    for each in made:
        found = replace(against, uids=against.uids | everyone)
        for wrong in proof_boards.check((each.board,), found):
            if wrong.code is proof_board_codes.UNKNOWN_SERIES:
                fix = wrong.fix or "leave it, if something of your own exposes it"
                message = wrong.message.replace("this selects nothing", "nobody can check this")
                yield replace(wrong, code=codes.OUTSIDE, message=message, fix=fix)
            else:
                yield wrong


@dataclass(frozen=True, slots=True)
class _Claim:
    """A board and what it wants for itself alone; ``name`` is that of its document."""

    board: Carried
    title: str
    who: str
    name: str = ""
    where: Callable[[str], Origin] | None = None


def _claims(made: Iterable[Lowered], context: Context) -> Iterator[_Claim]:
    for each, document in zip(made, context.specs.dashboards, strict=True):
        place, name = each.place, document.document.metadata.name

        def of_document(what: str, place: Place = place) -> Origin:
            return context.origin(place, ("spec", what))

        who = f"the board of {each.board.origin}"
        yield _Claim(each.board, each.board.title, who, name, of_document)
    for export, board in zip(context.specs.exports, normal.exports(context), strict=True):

        def of_export(what: str, export: Export = export) -> Origin:
            return exports.position(context.sources, export.file, (*export.path, what))

        yield _Claim(board, board.title, f"the board of {export.file}", where=of_export)


def _twice(
    packs: Iterable[Board], made: Iterable[Lowered], context: Context
) -> Iterator[Diagnostic]:
    """That nobody else has the uid, or the title in the same folder.

    What differs in capitals alone counts as one: not every database and file system tells it apart.
    """
    taken: dict[tuple[str, ...], _Claim] = {}
    ours = (_Claim(board, board.title, f"a board of pack {board.pack}") for board in packs)
    for claim in (*ours, *_claims(made, context)):
        board = claim.board
        for what, key in (
            ("uid", (board.uid.casefold(),)),
            ("title", (board.folder.casefold(), claim.title.casefold())),
        ):
            other = taken.setdefault(key, claim)
            same = claim.name and claim.name == other.name  # told of as two documents of one name
            if other is not claim and claim.where and key[-1] and not same:
                yield proof_board_codes.TWICE.at(
                    claim.where(what),
                    f"{claim.title}: {other.who} has the same {what}",
                    value=board.uid if what == "uid" else claim.title,
                    fix=f"choose another {what}",
                )
