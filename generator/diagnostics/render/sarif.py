"""Findings as SARIF 2.1.0, the form code scanning services take."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from generator.diagnostics.model import sort

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.diagnostics.model import Code, Diagnostic

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """One SARIF log with one run; its rules are the codes that were found, sorted."""
    found = sort(diagnostics)
    codes = {each.code.id: each.code for each in found}
    order = {code: index for index, code in enumerate(sorted(codes))}
    driver = {"name": "watchkeeper", "rules": [_rule(codes[code]) for code in order]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, order[each.code.id]) for each in found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: Code) -> dict[str, object]:
    return {
        "id": code.id,
        "name": code.name,
        "shortDescription": {"text": code.name.replace("-", " ")},
        "fullDescription": {"text": code.why},
        "help": {"text": f"watchkeeper explain {code.id}"},
        "defaultConfiguration": {"level": code.severity.value},
    }


def _result(found: Diagnostic, rule: int) -> dict[str, object]:
    text = f"{found.message}. Help: {found.fix}" if found.fix else found.message
    place: dict[str, object] = {"artifactLocation": {"uri": quote(found.origin.file)}}
    if found.origin.line:
        place["region"] = {
            "startLine": found.origin.line,
            "startColumn": max(found.origin.column, 1),
        }
    return {
        "ruleId": found.code.id,
        "ruleIndex": rule,
        "level": found.code.severity.value,
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }
