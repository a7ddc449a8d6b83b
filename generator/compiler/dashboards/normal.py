"""Boards that came out of Grafana, so written that only what people changed is a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.ir import boards as to

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.compiler.context import Context
    from generator.spec import Export

# What a Grafana's database counts, and what its export says of plugins.
VOLATILE = ("id", "iteration", "version", "__inputs", "__elements", "__requires")
EXPRESSIONS = "__expr__"  # what Grafana calculates itself
ASKED_AGAIN = (1, 2)  # a variable's values: when the board loads, when the time changes


def exports(context: Context) -> Iterator[to.Export]:
    """The boards to deliver."""
    for each in context.specs.exports:
        yield to.Export(each.uid, each.title, each.folder, each.file, normal(each))


def normal(export: Export) -> dict[str, Any]:  # JSON has no narrower type
    """The board without what differs between two exports of the same."""
    inputs = [each for each in _list(export.value.get("__inputs")) if isinstance(each, dict)]
    elements = export.value.get("__elements")
    parts = elements if isinstance(elements, dict) else {}
    words = dict(_constants(inputs))
    board: dict[str, Any] = {
        key: _plain(value, words, parts)
        for key, value in export.value.items()
        if key not in VOLATILE
    }
    variables = [_variable(each) for each in _variables(board)]
    asked = {name for each in variables if isinstance(name := each.get("name"), str)}
    variables = [*(each for each in _sources(inputs) if each["name"] not in asked), *variables]
    if variables:
        templating = board.get("templating")
        rest = templating if isinstance(templating, dict) else {}
        board["templating"] = {**rest, "list": variables}
    return board


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _variables(board: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    templating = board.get("templating")
    found = templating.get("list") if isinstance(templating, dict) else None
    yield from (each for each in _list(found) if isinstance(each, dict))


def _constants(inputs: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What stands for ``${NAME}`` in an export that was made for sharing."""
    for each in inputs:
        name = f"${{{each.get('name')}}}"
        if each.get("type") == "constant":
            yield name, str(each.get("value", ""))
        elif each.get("pluginId") == EXPRESSIONS:
            yield name, EXPRESSIONS


def _sources(inputs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Data sources that are asked for at import: a choice at the top of the board."""
    for each in inputs:
        name, kind = each.get("name"), each.get("pluginId")
        if each.get("type") == "datasource" and isinstance(name, str) and kind != EXPRESSIONS:
            yield {
                "label": each.get("label") or name,
                "name": name,
                "query": kind,
                "refresh": 1,
                "type": "datasource",
            }


def _variable(found: dict[str, Any]) -> dict[str, Any]:
    """Without the values that it had in one Grafana, which the next one asks for itself."""
    kind, again = found.get("type"), found.get("refresh") in ASKED_AGAIN
    gone = {"options"} if (kind == "query" and again) or kind == "datasource" else set()
    gone |= {"current"} if kind == "datasource" else set()
    return {key: value for key, value in found.items() if key not in gone}


def _plain(value: Any, words: Mapping[str, str], parts: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON value
    """Whole numbers without a point, inputs filled in, library panels in their places."""
    if isinstance(value, dict):
        return {key: _plain(each, words, parts) for key, each in _inlined(value, parts).items()}
    if isinstance(value, list):
        return [_plain(each, words, parts) for each in value]
    if isinstance(value, str) and "${" in value:
        for name, text in words.items():
            value = value.replace(name, text)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _inlined(value: dict[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    library = value.get("libraryPanel")
    part = parts.get(str(library.get("uid"))) if isinstance(library, dict) else None
    model = part.get("model") if isinstance(part, dict) else None
    if not isinstance(model, dict):
        return value
    own = {key: each for key, each in value.items() if key != "libraryPanel"}
    return {**{key: each for key, each in model.items() if key != "libraryPanel"}, **own}
