"""Boards of users, and a small estate around them."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from generator.pipeline import build
from tests.support import specs

if TYPE_CHECKING:
    from pathlib import Path

    from generator.pipeline import Build

HEAD = specs.HEAD.format(kind="Dashboard", name="serving")
TARGET = {"refId": "A", "expr": "max(up)"}
PANEL = {"type": "timeseries", "title": "Up", "id": 1, "targets": [TARGET]}
BOARD: dict[str, Any] = {"uid": "theirs", "title": "Theirs", "panels": [PANEL]}


def export(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a board
    """An export from Grafana."""
    return copy.deepcopy({**BOARD, **changes})


def panel(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a panel
    """A panel of one."""
    return copy.deepcopy({**PANEL, **changes})


def written(*panels: str, head: str = HEAD, more: str = "") -> str:
    """A document of kind Dashboard with one row."""
    lines = "".join(f"        - {each}\n" for each in panels)
    start = f"{head}spec:\n  title: Serving\n{more}"
    return f"{start}  rows:\n    - title: Traffic\n      panels:\n{lines}"


def estate(folder: Path, **boards: str | bytes | dict[str, Any]) -> Build:
    """What becomes of the base estate with boards: dictionaries are exports, text is YAML."""
    files: dict[str, str | bytes] = {**specs.BASE}
    for name, each in boards.items():
        text = json.dumps(each, indent=2) if isinstance(each, dict) else each
        suffix = "yaml" if isinstance(each, str) else "json"
        files[f"dashboards/{name}.{suffix}"] = text
    return build(specs.write(folder / "spec", files), "spec")


def found(result: Build) -> list[str]:
    """``CODE file:line:column`` of each finding."""
    return [f"{each.code.id} {each.origin}" for each in result.diagnostics]


def body(result: Build, uid: str) -> dict[str, Any]:
    """A board as it is delivered."""
    assert result.ok, [each.message for each in result.diagnostics]
    texts = {each.path: each.body for each in result.documents}
    loaded: dict[str, Any] = json.loads(texts[f"base/dashboards/{uid}.json"])
    return loaded


def queries(result: Build, uid: str) -> list[list[str]]:
    """The queries of each panel that has any."""
    panels = body(result, uid)["panels"]
    return [[t["expr"] for t in each["targets"]] for each in panels if each.get("targets")]
