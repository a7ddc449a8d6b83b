"""What the checks of boards say of one panel, before it is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from generator.catalog.board import Board, Row, Variable
from generator.compiler import proof_board_codes, proof_boards
from generator.compiler.dashboards import panels
from generator.compiler.layout import Home, laid_out
from generator.spec import DashboardPanel

if TYPE_CHECKING:
    from generator.catalog.board import Panel
    from generator.compiler.dashboards.catalogue import Catalogue
    from generator.compiler.takeover.choices import Choices
    from generator.compiler.takeover.words import Json

PASSED = (proof_board_codes.UNKNOWN_SERIES, proof_board_codes.UNUSED)  # a warning; told of later


def wrong(made: Json, catalogue: Catalogue, choices: Choices) -> list[str]:
    """What the checks say of a board with this panel alone; what only warns is left out."""
    try:
        spec = DashboardPanel.model_validate(made)
    except ValidationError as error:
        return [str(error.errors()[0]["msg"])]
    if spec.signal is not None and (why := panels.misfit(spec, catalogue.named[spec.signal])[0]):
        return [why]
    variables = tuple(
        Variable(v["name"], "", str(v.get("label", v["name"])), v["series"], v.get("many", True))
        for v in choices.kept
    )
    panel = replace(shown(spec, catalogue), links=(), alerts=())
    own = Board("any", "Any", "", (Row("Any", (panel,)),), variables)
    against = proof_boards.Against(
        catalogue.known, frozenset(proof_boards.units(catalogue.packs)), "", frozenset()
    )
    found = proof_boards.check((laid_out(own, Home("any"), ""),), against)
    return [
        each.message.partition(": ")[2]
        for each in found
        if each.code not in PASSED and ", variable " not in each.message
    ]


def shown(spec: DashboardPanel, catalogue: Catalogue) -> Panel:
    """The panel that it becomes."""
    if spec.signal is None:
        return panels.of_queries(spec, catalogue)
    return panels.of_signal(spec, catalogue.named[spec.signal], catalogue)
