"""Exports against the catalogue and against Grafana's limits."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from generator import promql
from generator.compiler.dashboards import codes
from generator.compiler.dashboards.normal import normal
from generator.diagnostics import Origin, nearest
from generator.document import MOST_CARRIED, MOST_COPIED, carried
from generator.spec import exports, json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Path
    from generator.compiler.dashboards.catalogue import Catalogue
    from generator.diagnostics import Diagnostic
    from generator.spec import Export
    from generator.spec.load import Sources

# Data sources that the stack provides under these uids, and Grafana's own.
PROVIDED = ("prometheus", "loki", "tempo", "alertmanager", "grafana", "__expr__", "default")
PROMETHEUS = "prometheus"
SHOWN = 5  # names in one message
_LEGACY = re.compile(r"\[\[(\w+)(?::\w+)?\]\]")
_NAME = re.compile(r"\$\{\w+[^}]*\}|\$[A-Za-z_]\w*")
_WINDOW = re.compile(r"\[[^\[\]\"']*\$[^\[\]\"']*\]")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`")
_MATCHER = re.compile(rf"([{{,]\s*)(?:{_NAME.pattern})(?=\s*[,}}])")  # filters stand alone
AS = ("1", "any", "5m")  # what a variable outside quotes can be


def check(export: Export, catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    """Everything that can be said of one export."""
    yield from _size(export)
    yield from _queries(export, catalogue, sources)
    yield from _fixed(export, sources)
    for path, panel in export.panels():
        library = panel.get("libraryPanel")
        parts = export.value.get("__elements")
        if isinstance(library, dict) and str(library.get("uid")) not in (parts or {}):
            named = (library.get("name"), panel.get("title"), library.get("uid"), panel.get("id"))
            name = next((str(each) for each in named if each), f"number {path[-1]}")
            yield codes.LIBRARY.at(
                exports.position(sources, export.file, path),
                f"the panel {name} is in the library of one Grafana, and not in this file",
                value=name,
                fix="unlink it in Grafana and export the board again",
            )


def _size(export: Export) -> Iterator[Diagnostic]:
    size = carried(json.dumps(normal(export), ensure_ascii=False, separators=(",", ":")))
    place = Origin(export.file)
    if size > MOST_CARRIED:
        message = f"the board takes {size} bytes as an object, of {MOST_CARRIED}"
        yield codes.TOO_LARGE.at(place, message, fix="split it into two boards")
    elif size > MOST_COPIED:
        message = f"the board takes {size} bytes as an object; kubectl apply would fail"
        yield codes.SERVER_SIDE.at(place, message, fix="apply it server-side, or split it")


def queries(export: Export) -> Iterator[tuple[Path, str, str]]:
    """Each PromQL query with its path and what it is of."""
    for path, panel in export.panels():
        name = json_text.text(panel.get("title")) or f"panel {panel.get('id', path[-1])}"
        targets = panel.get("targets")
        for index, target in enumerate(targets if isinstance(targets, list) else ()):
            expr = target.get("expr") if isinstance(target, dict) else None
            if isinstance(expr, str) and expr.strip() and _promql(target, panel):
                yield (*path, "targets", index, "expr"), expr, name


def _promql(target: dict[str, Any], panel: dict[str, Any]) -> bool:
    """Whether a Prometheus answers it, as far as that can be told: the default is one."""
    for holder in (target, panel):
        source = holder.get("datasource")
        if isinstance(source, dict) and source.get("type"):
            return bool(source["type"] == PROMETHEUS)
        if isinstance(source, str) and "loki" in source.lower():
            return False
    return True


def _queries(export: Export, catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    unknown: dict[str, Path] = {}
    for path, expr, name in queries(export):
        inferred = _inferred(expr, catalogue)
        for fault in inferred.faults:
            if fault.kind is promql.FaultKind.SYNTAX:
                asked = ", ".join(dict.fromkeys(_NAME.findall(_partly(expr))))
                why = f"with a number, a name or a time for {asked} it is no PromQL"
                yield codes.UNREADABLE.at(
                    exports.position(sources, export.file, path),
                    f"{export.title}, {name}: {why if asked else fault.message}",
                    value=expr,
                    fix="mend it in Grafana and export the board again",
                )
            elif fault.kind is promql.FaultKind.UNKNOWN_METRIC and fault.part in expr:
                unknown.setdefault(fault.part, path)  # else a variable stands for its name
    if unknown:
        yield _outside(export, unknown, catalogue, sources)


def _outside(
    export: Export, unknown: dict[str, Path], catalogue: Catalogue, sources: Sources
) -> Diagnostic:
    """One finding per board: a board of something else has a hundred such names."""
    slips = {name: like for name in unknown if (like := nearest(name, catalogue.known))}
    first = next(iter(slips or unknown))
    near = slips.get(first, "")
    names = ", ".join([first, *(name for name in unknown if name != first)][:SHOWN])
    more = f" and {len(unknown) - SHOWN} more" if len(unknown) > SHOWN else ""
    return codes.OUTSIDE.at(
        exports.position(sources, export.file, unknown[first]),
        f"{export.title}: no pack knows {names}{more}, so nobody checks what is asked of them",
        value=first,
        fix=f"write {near}" if near else "leave it, if something of your own exposes them",
    )


def _inferred(expr: str, catalogue: Catalogue) -> promql.Inferred:
    """What a query yields with some choice made at the top; the first that can be read."""
    found = [promql.infer(filled(expr, word), catalogue.known.get) for word in AS]
    read = (each for each in found if each.labels is not None or not _refused(each))
    return next(read, found[0])


def _refused(found: promql.Inferred) -> bool:
    return any(fault.kind is promql.FaultKind.SYNTAX for fault in found.faults)


def filled(expr: str, word: str) -> str:
    """A query as Grafana might send it; ``word`` stands for variables outside quotes."""
    return _NAME.sub(word, _partly(expr))


def _partly(expr: str) -> str:
    """The same with variables left only where nothing says what they stand for."""
    expr = _LEGACY.sub(r"$\1", expr)
    expr = _WINDOW.sub(lambda found: _NAME.sub("5m", found[0]), expr)
    expr = _QUOTED.sub(lambda found: _NAME.sub(".+", found[0]), expr)
    return _MATCHER.sub(r'\1any="any"', expr)


def _fixed(export: Export, sources: Sources) -> Iterator[Diagnostic]:
    """Data sources by the name that they have in one Grafana; each of them once."""
    seen: set[str] = set()
    for path, found in _sources(export.value, export.path):
        name = _source(found)
        if name and name not in seen:
            seen.add(name)
            yield codes.FIXED_SOURCE.at(
                exports.position(sources, export.file, path),
                f"{export.title}: the data source {name} is one of another Grafana",
                value=name,
                fix=f"write one of: {', '.join(PROVIDED[:4])}; or export it for sharing",
            )


def _sources(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    """What panels, queries, variables and annotations name as their data source."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "datasource":
                yield (*path, key), each
            else:
                yield from _sources(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _sources(each, (*path, index))


def _source(found: object) -> str:
    """The name of a data source that is fixed; nothing for variables and Grafana's own."""
    name = found.get("uid") if isinstance(found, dict) else found
    if not isinstance(name, str) or name.startswith(("$", "-- ")) or "[[" in name:
        return ""
    return "" if name in PROVIDED else name
