"""The boards of the shipped specs, as they are written and as the compiler sees them."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from generator.compiler import boards, lower, proof_boards
from generator.compiler.known import known
from generator.emit import grafana
from generator.ir import Base
from generator.pipeline import build
from tests.support.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.compiler.proof_boards import Against
    from generator.ir.boards import Board

MOST_BYTES = 250_000


@functools.cache
def context() -> Context:
    """What the shipped specs say."""
    return build(ROOT / "spec", "spec").context


@functools.cache
def found() -> tuple[Board, ...]:
    """All boards."""
    return tuple(boards.boards(context()))


@functools.cache
def against() -> Against:
    """What the boards of packs are held against."""
    here = context()
    series = known(here.packs)
    active = tuple(here.active())
    return proof_boards.Against(
        known={**series, **proof_boards.alert_series(lower.rule_sets(here), series)},
        units=frozenset(proof_boards.units(here.packs)),
        runbooks=here.platform.runbooks.rstrip("/"),
        alerts=frozenset(proof_boards.names(active)),
    )


def written(*some: Board) -> dict[str, str]:
    """The files of boards by path, written by the emitter alone."""
    base = Base((), (), (), (), (), boards=some)
    return {each.path: each.body for each in grafana.base(base)}


@functools.cache
def files() -> dict[str, str]:
    """The files of all boards by path."""
    return written(*found())


def panels() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every panel that is no heading, with the file it is in."""
    for path, text in files().items():
        for panel in json.loads(text)["panels"]:
            if panel["type"] != "row":
                yield path, panel
