"""``generate --env`` writes everything that is of one environment alone, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from generator.document import Document
from generator.pipeline import only
from generator.pipeline.inventory import inventory
from tests.support import specs

if TYPE_CHECKING:
    from pathlib import Path

OWN = (
    "overlays/prod/data.yaml",
    "overlays/prod/deeper/data.yaml",
    "argocd/watchkeeper-prod.yaml",
    "argocd/prod/loki.yaml",
    "helm/loki/values-prod.yaml",
    "tests/routes/prod.yaml",
)
OTHERS = (
    "overlays/prod-eu/data.yaml",
    "overlays/dev/prod.yaml",
    "argocd/project.yaml",
    "argocd/watchkeeper-prod-eu.yaml",
    "argocd/prod-eu/loki.yaml",
    "helm/loki/values.yaml",
    "helm/loki/values-prod-eu.yaml",
    "helm/prod/values.yaml",
    "tests/routes/prod-eu.yaml",
    "tests/prod.yaml",
    "base/prod/rules.yaml",
    "runbooks/prod.md",
)


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Document, ...]:
    """New text for every path, of which the old text is on disk."""
    new = tuple(Document(path, f"new {path}\n", ()) for path in (*OWN, *OTHERS))
    index = inventory(new)
    old = {each.path: f"old {each.path}\n" for each in new}
    specs.write(tmp_path, {**old, index.path: index.body})
    return (*new, index)


def test_what_is_of_one_environment(tmp_path: Path, documents: tuple[Document, ...]) -> None:
    """Overlay, applications, own values and routing tests are new; the rest is as it was."""
    found = {each.path: each.body for each in only(documents, tmp_path, "prod")}
    del found["inventory.json"]
    assert {path for path, body in found.items() if body.startswith("new ")} == set(OWN)
    assert {path for path, body in found.items() if body.startswith("old ")} == set(OTHERS)


def test_what_an_environment_no_longer_has(tmp_path: Path, documents: tuple[Document, ...]) -> None:
    """A file of its own that is not made any more goes, also from the inventory."""
    gone = "helm/loki/values-prod.yaml"
    rest = tuple(each for each in documents if each.path != gone)
    found = {each.path: each.body for each in only(rest, tmp_path, "prod")}
    assert gone not in found
    assert gone not in json.loads(found["inventory.json"])["outputs"]
