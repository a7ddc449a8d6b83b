"""Documents of kind Dashboard → boards of the IR, with the way back to each panel's line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import promql
from generator.catalog.board import Annotation, Board, Color, Row, Variable
from generator.compiler.dashboards import codes, panels
from generator.compiler.dashboards.catalogue import Catalogue
from generator.compiler.dashboards.places import Written
from generator.compiler.layout import Home, address, laid_out
from generator.compiler.proof_board_codes import UNKNOWN_LABEL
from generator.diagnostics import nearest
from generator.ir.boards import Source
from generator.spec.dashboard import LONGEST_UID
from generator.spec.export_codes import BAD_UID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog.board import Panel
    from generator.compiler.context import Context, Path
    from generator.compiler.dashboards.catalogue import Named
    from generator.compiler.dashboards.places import Spot
    from generator.diagnostics import Code
    from generator.ir import boards as to
    from generator.spec import DashboardDocument, DashboardPanel
    from generator.spec.load import Loaded, Place

OWN = "own-"  # before the uid of a board that names none, so that it is nobody else's

_Wrong = tuple["Path", "Code", str, str, str]  # (path, code, message, value, fix)


@dataclass(frozen=True, slots=True)
class Lowered:
    """A board, where its panels stand in its file, and what could not be made of it."""

    board: to.Board
    place: Place
    spots: Mapping[Spot, Written]
    wrong: tuple[_Wrong, ...]


def boards(context: Context) -> Iterator[Lowered]:
    """The boards that users wrote; what cannot be made is left out of them."""
    if context.specs.dashboards:
        catalogue = Catalogue(context)
        for each in context.specs.dashboards:
            yield lowered(each, catalogue, address(context))


def uid(document: DashboardDocument) -> str:
    """The address of a board."""
    return document.spec.uid or f"{OWN}{document.metadata.name}"


def _address(document: DashboardDocument) -> Iterator[_Wrong]:
    found = uid(document)
    if len(found) > LONGEST_UID:
        message = f"its address would be {found}, of {len(found)} characters"
        fix = f"give it a uid of at most {LONGEST_UID}, or a shorter name"
        yield ("metadata", "name"), BAD_UID, message, found, fix


def lowered(loaded: Loaded[DashboardDocument], catalogue: Catalogue, runbooks: str) -> Lowered:
    """One board."""
    spec, place = loaded.document.spec, loaded.place
    wrong: list[_Wrong] = []
    rows, written = [], []
    for i, row in enumerate(spec.rows):
        made: list[Panel] = []
        for j, each in enumerate(row.panels):
            here: Path = ("spec", "rows", i, "panels", j)
            panel = _panel(each, here, catalogue, wrong)
            if panel:
                made.append(panel)
                written.append(Written(here, each))
        if made:
            rows.append(Row(row.title, tuple(made)))
    board = Board(
        name=loaded.document.metadata.name,
        title=spec.title,
        description=spec.description or "",
        rows=tuple(rows),
        variables=tuple(
            Variable(v.name, v.title or v.name, v.label or v.name, v.series, v.many)
            for v in spec.variables
        ),
        annotations=tuple(_firing(rows)),
        since=promql.duration(spec.since),
    )
    wrong += (*_address(loaded.document), *_taken(loaded.document))
    home = Home(uid(loaded.document), spec.folder, origin=f"{place.file}:{place.line}")
    found = laid_out(board, home, runbooks)
    laid = (panel for row in found.rows for panel in row.panels)
    spots = {(found.origin, p.x, p.y): each for p, each in zip(laid, written, strict=True)}
    return Lowered(found, place, spots, tuple(wrong))


def _taken(document: DashboardDocument) -> Iterator[_Wrong]:
    """Names of variables that mean something else on the board already."""
    who = dict.fromkeys(
        map(str, Source), "the name of a data source's choice, which boards have anyway"
    )
    for index, each in enumerate(document.spec.variables):
        other = (
            "two underscores in front, as only Grafana's own have"
            if each.name.startswith("__")
            else who.get(each.name, "")
        )
        who.setdefault(each.name, "the name of another one")
        if other:
            message = f"the variable {each.name} has {other}, so queries get something else"
            fix = f"call it {each.name.strip('_') or 'choice'}_chosen, in the queries too"
            path: Path = ("spec", "variables", index, "name")
            yield path, codes.VARIABLE_TAKEN, message, each.name, fix


def _firing(rows: list[Row]) -> Iterator[Annotation]:
    """When an alert of one of its signals fired."""
    names = sorted({name for row in rows for panel in row.panels for name in panel.alerts})
    if names:
        which = f'ALERTS{{alertstate="firing", alertname=~"({"|".join(names)})"}}'
        yield Annotation("Alerts", f"count by (alertname) ({which})", Color.BAD, "{{alertname}}")


def _panel(
    spec: DashboardPanel, path: Path, catalogue: Catalogue, wrong: list[_Wrong]
) -> Panel | None:
    if spec.signal is None:
        return panels.of_queries(spec, catalogue)
    named = catalogue.named.get(spec.signal)
    path = (*path, "signal")
    if named is None:
        near = catalogue.near(spec.signal)
        message = f"no pack has a signal or metric called {spec.signal}, so nothing can be shown"
        fix = f"write {near}" if near else "write query: with PromQL, if the metric is your own"
        wrong.append((path, codes.UNKNOWN_SIGNAL, message, spec.signal, fix))
        return None
    if not named.here:
        message = f"nothing records {spec.signal}: {named.pack.title} is not watched"
        fix = f"add a document of kind Service called {named.pack.name}, or take the panel out"
        wrong.append((path, codes.UNKNOWN_SIGNAL, message, spec.signal, fix))
        return None
    message, fix, key = panels.misfit(spec, named)
    if message:
        found = [((*path[:-1], key), codes.NOT_FITTING, message, str(getattr(spec, key)), fix)]
    else:
        found = list(_labels(spec, named, path[:-1]))
    wrong += found
    if found:
        return None
    return panels.of_signal(spec, named, catalogue)


def _labels(spec: DashboardPanel, named: Named, path: Path) -> Iterator[_Wrong]:
    """Labels that no series of the signal has, by the key that asks for them."""
    asked = [("where", each) for each in panels.labels(spec.where or "")]
    asked += (("by", each) for each in spec.by or ())
    for key, label in asked:
        if label not in {*named.labels, "__name__"}:
            near = nearest(label, named.labels)
            message = f"{named.name} has no label {label}, so {key} picks nothing of it"
            fix = f"write {near or ' or '.join(sorted(named.labels))}" if named.labels else ""
            yield (*path, key), UNKNOWN_LABEL, message, label, fix or f"take {key} out"
