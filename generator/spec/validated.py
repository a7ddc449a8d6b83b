"""One document against its type: what it says, and what is wrong with it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from generator.spec.errors import diagnostics, written

if TYPE_CHECKING:
    from generator.diagnostics import Diagnostic
    from generator.spec.errors import Locate, Path

T = TypeVar("T", bound=BaseModel)


def validated(
    model: type[T], value: dict[str, Any], where: Locate
) -> tuple[T | None, tuple[Diagnostic, ...]]:
    """The document, and its mistakes.

    With mistakes it is the document without the values that are wrong, if that is still one: the
    checks then report what else is wrong with it in the same run. Nothing is compiled from it.
    """
    try:
        return model.model_validate(value), ()
    except ValidationError as error:
        return _rest(model, value, error), tuple(diagnostics(error, model, where))


def _rest(model: type[T], value: dict[str, Any], error: ValidationError) -> T | None:
    paths = [written(detail["loc"]) for detail in error.errors(include_url=False)]
    if any("serving" in path for path in paths):  # what can be measured hangs on it
        return None
    rest = copy.deepcopy(value)
    for path in paths:
        _remove(rest, path)
    try:
        return model.model_validate(rest)
    except ValidationError:
        return None


def _remove(found: object, path: Path) -> None:
    *parents, last = path or ("",)
    for part in parents:
        found = found.get(part) if isinstance(found, dict) else None
    if isinstance(found, dict):
        found.pop(last, None)
