"""Every generated object against its schema, with another validator than the one that wrote it."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING

import pytest
import yaml
from jsonschema import Draft202012Validator

from generator.document import validate
from tests.support.command import ROOT

if TYPE_CHECKING:
    from pathlib import Path

GENERATED = ROOT / "generated"
EMITTERS = {
    "amtool": ["tests/routes/*.yaml"],
    "argocd": ["argocd/*.yaml", "argocd/*/*.yaml"],
    "loki": ["base/logs/*.yaml"],
    "monitors": ["base/monitors/*.yaml"],
    "network": ["base/network/*.yaml"],
    "probes": ["base/probes/*.yaml"],
    "prometheus": ["base/rules/*.yaml", "overlays/*/data-*.yaml", "overlays/*/exceptions-*.yaml"],
    "promtool": ["tests/*.yaml"],
    "kustomize": ["base/kustomization.yaml", "overlays/*/kustomization.yaml"],
    "workloads": ["overlays/*/workloads/*.yaml"],
}
SCHEMAS = sorted(GENERATED.glob("schemas/*.json"))
WRONG = {
    "argocd": {"kind": "Application", "spec": {"source": {}, "destination": {}}},
    "monitors": {"kind": "ServiceMonitor", "spec": {"endpoint": []}},
    "network": {"kind": "NetworkPolicy", "spec": {"podselector": {}}},
    "prometheus": {"kind": "PrometheusRule", "spec": {"groups": [], "rules": []}},
    "promtool": {"rule_files": [], "tests": [], "fuzzy_compare": True},
    "kustomize": {"kind": "Kustomization", "commonLabels": {"team": "x"}},
    "workloads": {"kind": "CronJob", "spec": {"schedule": "@daily"}},
}


def schema(emitter: str) -> Draft202012Validator:
    """The schema an emitter ships."""
    text = resources.files(f"generator.emit.{emitter}").joinpath("schema.json").read_text("utf-8")
    Draft202012Validator.check_schema(json.loads(text))
    return Draft202012Validator(json.loads(text))


@pytest.mark.parametrize("emitter", sorted(EMITTERS))
def test_every_object_is_what_its_emitter_may_write(emitter: str) -> None:
    """Each committed file of an emitter has exactly the fields of its schema."""
    paths = [path for pattern in EMITTERS[emitter] for path in GENERATED.glob(pattern)]
    assert paths
    for path in paths:
        for found in yaml.safe_load_all(path.read_text("utf-8")):
            errors = [error.message for error in schema(emitter).iter_errors(found)]
            assert not errors, path


def test_every_emitter_of_objects_is_looked_at() -> None:
    """An emitter with a schema of its own stands in the list above."""
    assert {path.parent.name for path in (ROOT / "generator/emit").glob("*/schema.json")} == set(
        EMITTERS
    )


@pytest.mark.parametrize("emitter", sorted(WRONG))
def test_a_field_nobody_meant_is_refused(emitter: str) -> None:
    """An object with an unknown field is an error before anything is written."""
    with pytest.raises(ValueError, match=emitter):
        validate(WRONG[emitter], f"generator.emit.{emitter}")


@pytest.mark.parametrize(
    "path", sorted(GENERATED.glob("schemas/*.json")), ids=lambda path: path.stem
)
def test_the_schema_of_a_kind_accepts_what_the_compiler_accepts(path: Path) -> None:
    """Each shipped spec of a kind is valid for the editor too."""
    found = json.loads(path.read_text("utf-8"))
    Draft202012Validator.check_schema(found)
    validator = Draft202012Validator(found)
    documents = [
        each
        for spec in sorted((ROOT / "spec").rglob("*.yaml"))
        for each in yaml.safe_load_all(spec.read_text("utf-8"))
        if each["kind"] == path.stem
    ]
    assert documents
    for each in documents:
        assert not [error.message for error in validator.iter_errors(each)], each["metadata"]


def test_no_object_is_larger_than_the_operator_can_mount() -> None:
    """The operator puts each PrometheusRule into a ConfigMap of at most 512 KiB."""
    rules = [path for pattern in EMITTERS["prometheus"] for path in GENERATED.glob(pattern)]
    assert max(path.stat().st_size for path in rules) < 400 * 1024
