"""Findings for programs: ``version`` grows when a field changes its meaning or leaves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.diagnostics.model import sort

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.diagnostics.model import Diagnostic


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """``{"version": 1, "diagnostics": [...]}`` in reading order."""
    found = [
        {
            "file": each.origin.file,
            "line": each.origin.line,
            "column": each.origin.column,
            "severity": each.code.severity.value,
            "code": each.code.id,
            "name": each.code.name,
            "message": each.message,
            "value": each.value,
            "fix": each.fix,
        }
        for each in sort(diagnostics)
    ]
    return json.dumps({"version": 1, "diagnostics": found}, indent=2) + "\n"
