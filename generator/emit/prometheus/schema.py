"""Holds every object against a schema of exactly the fields we write."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any

import jsonschema_rs


@functools.cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    text = resources.files(__package__).joinpath("prometheusrule.schema.json").read_text("utf-8")
    return jsonschema_rs.Draft202012Validator(json.loads(text))


def validate(found: dict[str, Any]) -> None:
    """Raises ``ValueError`` for an object that we would not want to have written."""
    for error in _validator().iter_errors(found):
        where = "/".join(str(part) for part in error.instance_path)
        raise ValueError(f"{found['metadata']['name']}: {where}: {error.message}")
