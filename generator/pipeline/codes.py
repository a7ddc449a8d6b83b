"""Every code there is, found by looking into the modules that report."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from typing import TYPE_CHECKING

from generator import compiler, spec, yamlio
from generator.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@functools.cache
def all_codes() -> Mapping[str, Code]:
    """Codes by number, in order."""
    found: dict[str, Code] = {}
    for package in (yamlio, spec, compiler):
        for code in _in(package.__name__):
            if found.setdefault(code.id, code) != code:
                raise ValueError(f"{code.id} is both {found[code.id].name} and {code.name}")
    return dict(sorted(found.items()))


def _in(package: str) -> Iterator[Code]:
    root = importlib.import_module(package)
    for module in pkgutil.walk_packages(root.__path__, f"{package}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Code):
                yield value
            elif isinstance(value, dict):
                yield from (each for each in value.values() if isinstance(each, Code))
