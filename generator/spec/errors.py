"""pydantic's errors → diagnostics in the words of the spec."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING, Protocol

from pydantic import BaseModel

from generator.diagnostics import Code, Diagnostic, nearest
from generator.spec import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from generator.diagnostics import Origin

Path = tuple[str | int, ...]


class Locate(Protocol):
    """Finds the place of a value, or of its key, in the file it came from."""

    def __call__(self, path: Path = (), *, key: bool = False) -> Origin:
        """The place of what stands at ``path``."""


BY_TYPE: dict[str, Code] = {
    "extra_forbidden": codes.UNKNOWN_KEY,
    "missing": codes.MISSING_KEY,
    "literal_error": codes.UNKNOWN_VALUE,
    "ratio": codes.NOT_A_RATIO,
    "duration": codes.NOT_A_DURATION,
    "size": codes.NOT_A_SIZE,
    "name": codes.NOT_A_NAME,
    "label": codes.NOT_A_NAME,
    "window": codes.OUT_OF_RANGE,
    "metric_word": codes.NOT_A_NAME,
    "text": codes.NOT_A_LINE,
    "url": codes.NOT_A_LINK,
    "number": codes.NOT_A_NUMBER,
    "no_budget": codes.NO_BUDGET,
    "time_zone": codes.UNKNOWN_ZONE,
    "form": codes.NOT_OF_THE_FORM,
    "buckets": codes.OUT_OF_RANGE,
    "greater_than_equal": codes.OUT_OF_RANGE,
    "too_short": codes.OUT_OF_RANGE,
    "together": codes.NOT_TOGETHER,
}
LIST, MAPPING = "a list is wanted here", "a mapping is wanted here"
# What pydantic says in Python's words: what is wanted, and how it is written.
IN_OUR_WORDS = {
    "tuple_type": (LIST, "write it in brackets, or each entry on a line after a hyphen"),
    "dict_type": (MAPPING, "write keys and values below it"),
    "model_type": (MAPPING, "write keys and values below it"),
    "string_type": ("text is wanted here", "write text; numbers and dates need quotes to be text"),
    "bool_type": ("yes or no is wanted here", "write true or false"),
    "int_type": (
        "a whole number is wanted here",
        "write a whole number, without quotes or a point",
    ),
    "too_short": ("an empty list leaves nothing to choose from", "write one entry at least"),
}


def diagnostics(
    error: ValidationError, model: type[BaseModel], origin: Locate
) -> Iterator[Diagnostic]:
    """One diagnostic per mistake; ``origin(path, of_key)`` finds places in the file."""
    seen: set[Path] = set()
    details = error.errors(include_url=False)
    paths = [written(detail["loc"]) for detail in details]
    for detail, path in zip(details, paths, strict=True):
        if path in seen:  # the members of a union each complain of the same value
            continue
        below = any(other != path and other[: len(path)] == path for other in paths)
        if detail["type"] == "too_short" and below:  # an entry that is wrong is not counted
            continue
        seen.add(path)
        code = BY_TYPE.get(detail["type"], codes.WRONG_SHAPE)
        yield _one(code, detail, path, model, origin(path, key=code is codes.UNKNOWN_KEY))


def written(loc: tuple[str | int, ...]) -> Path:
    """The location as the user wrote it, without pydantic's own marks."""
    return tuple(part for part in loc if isinstance(part, int) or not _is_mark(part))


def _is_mark(part: str) -> bool:
    return part == "[key]" or "[" in part or part in {"float", "int", "str", "bool", "none"}


def _one(
    code: Code, detail: ErrorDetails, path: Path, model: type[BaseModel], where: Origin
) -> Diagnostic:
    name = ".".join(str(part) for part in path)
    value = detail["input"] if code is not codes.MISSING_KEY else ""
    if code is codes.UNKNOWN_KEY:
        known = keys_at(model, path[:-1])
        near = nearest(str(path[-1]), known)
        fix = f"write {near}" if near else f"known here: {', '.join(sorted(known))}"
        return code.at(
            where,
            f"{name} is not a key of this document and would be ignored",
            value=path[-1],
            fix=fix,
        )
    if code is codes.MISSING_KEY:
        return code.at(
            where, f"{name} is missing, so the document cannot be compiled", fix=f"add {path[-1]}"
        )
    if code is codes.UNKNOWN_VALUE:
        choices = str(detail.get("ctx", {}).get("expected", ""))
        options = [word.strip("' ") for word in choices.replace(" or ", ", ").split(",")]
        near = nearest(str(value), options)
        fix = f"write {near}" if near else f"write one of: {', '.join(options)}"
        return code.at(
            where, f"{name} has no value {value!r}; nothing would be selected", value=value, fix=fix
        )
    said, how = IN_OUR_WORDS.get(detail["type"], (_sentence(detail), ""))
    keys = ", ".join(keys_at(model, path)) if detail["type"] == "model_type" else ""
    fix = f"write some of these keys below it: {keys}" if keys else how or _fix(code, detail)
    return code.at(where, f"{name}: {said}", value=value, fix=fix)


def _sentence(detail: ErrorDetails) -> str:
    text = detail["msg"].replace("Input should", "it must")
    return text[:1].lower() + text[1:]


def _fix(code: Code, detail: ErrorDetails) -> str:
    value, limits = detail["input"], detail.get("ctx", {})
    if "fix" in limits:
        return str(limits["fix"])
    if "ge" in limits:
        return f"write {limits['ge']} or more"
    if code is codes.NOT_A_RATIO and isinstance(value, (int, float)) and 1 < value <= 100:  # noqa: PLR2004 - per cent
        return f"write {value / 100:g} or {value:g}%"
    if code is codes.NOT_A_NAME and isinstance(value, list):
        return "write one of them"
    if code is codes.NOT_A_DURATION and isinstance(value, (int, float)):
        return f"write {value:g}s, {value:g}m, {value:g}h or {value:g}d"
    return {
        codes.NOT_A_SIZE.id: "write 50Gi",
        codes.NOT_A_NAME.id: "write it like churn-classifier",
        codes.NOT_A_LINE.id: "write one line of plain text",
        codes.NOT_A_LINK.id: "write it like https://example.org/runbooks",
        codes.NOT_A_NUMBER.id: "write a number without quotes, such as 0.8",
        codes.NO_BUDGET.id: "write a target such as 99.9%",
        codes.UNKNOWN_ZONE.id: "write it like Europe/Berlin or UTC",
    }.get(code.id, "")


def keys_at(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that the mapping at ``path`` may have, as YAML spells them."""
    here: object = model
    for part in path:
        here = _step(here, part)
    found = _models(here)
    return tuple(field.alias or name for cls in found for name, field in cls.model_fields.items())


def _step(here: object, part: str | int) -> object:
    for cls in _models(here):
        for name, field in cls.model_fields.items():
            if part in (field.alias, name):
                return field.annotation
    return here if isinstance(part, int) else _mapped(here)


def _mapped(here: object) -> object:
    """The value type of a ``dict[key, value]`` annotation."""
    arguments = typing.get_args(here)
    return arguments[-1] if arguments else here


def _models(here: object) -> tuple[type[BaseModel], ...]:
    if isinstance(here, type) and issubclass(here, BaseModel):
        return (here,)
    return tuple(model for argument in typing.get_args(here) for model in _models(argument))
