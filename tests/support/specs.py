"""Small estates as text: a platform, a team, and models to put beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEAD = "apiVersion: watchkeeper/v1\nkind: {kind}\nmetadata: {{name: {name}}}\n"
PLATFORM = (
    HEAD.format(kind="Platform", name="platform")
    + """\
spec:
  owner: ml-risk
  runbooks: https://runbooks.example.org
  environments:
    - {name: dev, cluster: dev}
    - {name: prod, cluster: prod}
  metrics: {retention: 30d}
  alerting:
    receivers:
      - {name: pager, type: pagerduty, secretRef: {name: receivers, key: pager}}
      - {name: chat, type: slack, channel: "#risk", secretRef: {name: receivers, key: chat}}
"""
)
TEAM = HEAD.format(kind="Team", name="ml-risk") + "spec: {receivers: {page: pager, ticket: chat}}\n"
BASE = {"platform.yaml": PLATFORM, "teams/ml-risk.yaml": TEAM}


def model(name: str, extra: str = "", *, owner: str = "ml-risk", task: str = "ranking") -> str:
    """The smallest model, and whatever else its spec shall say."""
    head = HEAD.format(kind="Model", name=name)
    return f"{head}spec:\n  owner: {owner}\n  tier: 1\n  task: {task}\n{extra}"


def service(name: str, extra: str = "") -> str:
    """A service in a namespace of its own name."""
    head = HEAD.format(kind="Service", name=name)
    return f"{head}spec:\n  owner: ml-risk\n  namespace: {name}\n{extra}"


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Files below a folder; returns the folder."""
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def estate(folder: Path, **models: str) -> Path:
    """A project folder with the base estate in ``spec/`` and models by file name."""
    files = {f"models/{name.replace('_', '-')}.yaml": text for name, text in models.items()}
    write(folder / "spec", {**BASE, **files})
    return folder
