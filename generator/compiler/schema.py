"""The JSON Schema of each spec kind, for editors."""

from __future__ import annotations

from typing import Any

from generator.ir import SchemaPage
from generator.spec.load import KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def pages() -> tuple[SchemaPage, ...]:
    """One page per kind."""
    return tuple(SchemaPage(kind, _schema(kind)) for kind in sorted(KINDS))


def _schema(kind: str) -> dict[str, Any]:  # a JSON Schema has no narrower type
    return {"$schema": DIALECT, **KINDS[kind].model_json_schema(by_alias=True), "title": kind}
