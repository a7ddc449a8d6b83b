"""Small estates with programs of ours, and the objects of one of their environments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from generator.pipeline import build
from tests.support import specs

if TYPE_CHECKING:
    from pathlib import Path

    from generator.pipeline import Build

Object = dict[str, Any]  # a Kubernetes object, as YAML has it
Objects = dict[tuple[str, str], Object]
IMAGE = "registry.example.org/ml/watchkeeper-exporters:0.1.0"
IMAGES = f"  images: {{exporters: '{IMAGE}'}}\n"
RESULTS = "  drift: {results: s3://example-drift/results}\n"
DATA = "reference: s3://example-data/{0}/reference.parquet, current: s3://example-data/{0}/latest/"

# A model that says everything there is to say.
FULL = """\
  drift:
    reference: s3://example-data/churn/reference.parquet
    current: s3://example-data/churn/latest/
    method: wasserstein
    columns: [age, "Größe \\"cm\\""]
    exclude: [id]
    timeColumn: at
    featureScore: {max: 0.2}
    share: {max: 10%}
    report: drift
    outcomes: {prediction: p, label: l, probability: q, positive: yes-class}
    tests:
      - {metric: null_share, column: age, max: 5%}
      - {metric: rows, min: 1000}
  quality: {accuracy: {min: 0.9}, log_loss: {max: 2}, rouge: {min: 0.5}}
  freshness: {monitored: 2d}
"""


def platform(*lines: str) -> str:
    """The usual platform with our image, and some lines more in its ``spec``."""
    return specs.PLATFORM + IMAGES + "".join(lines)


def compared(name: str, more: str = "", *, spec: str = "", task: str = "classification") -> str:
    """A model that says where its data lies."""
    drift = ", ".join(filter(None, (DATA.format(name), more)))
    return specs.model(name, f"  drift: {{{drift}}}\n{spec}", task=task)


def compiled(folder: Path, **files: str) -> Build:
    """What an estate comes to; a file is called as its kind and its name, ``model_churn``."""
    named = {f"{name.replace('_', '/', 1)}.yaml": text for name, text in files.items()}
    return build(specs.write(folder / "spec", {**specs.BASE, **named}), "spec")


def tree(folder: Path, **files: str) -> dict[str, str]:
    """The documents by path; nothing may be wrong with the specs."""
    found = compiled(folder, **files)
    assert [f"{each.origin} {each.message}" for each in found.diagnostics] == []
    return {each.path: each.body for each in found.documents}


def running(found: dict[str, str], environment: str = "prod") -> Objects:
    """What runs in an environment, by kind and name, as the overlay lists it."""
    overlay = f"overlays/{environment}"
    listed = yaml.safe_load(found[f"{overlay}/kustomization.yaml"])["resources"]
    paths = [f"{overlay}/{each}" for each in listed if each.startswith("workloads/")]
    assert paths == sorted(each for each in found if each.startswith(f"{overlay}/workloads/"))
    return objects("---\n".join(found[each] for each in paths))


def objects(text: str) -> Objects:
    """Objects by kind and name, of which no two have the same."""
    every = [each for each in yaml.load_all(text, yaml.CSafeLoader) if each]
    named = {(each["kind"], each["metadata"]["name"]): each for each in every}
    assert len(named) == len(every)
    return named


def pods(found: Objects) -> dict[str, Object]:
    """The templates of all pods, by the name of their object without our prefix."""
    deployments = {name: each["spec"] for (kind, name), each in found.items() if kind in SERVED}
    jobs = {
        name: each["spec"]["jobTemplate"]["spec"]
        for (kind, name), each in found.items()
        if kind == "CronJob"
    }
    every = {**deployments, **jobs}
    return {name.removeprefix("watchkeeper-"): each["template"] for name, each in every.items()}


SERVED = ("Deployment",)


def container(pod: Object) -> Object:
    """The one container of a pod."""
    (found,) = pod["spec"]["containers"]
    return dict(found)


def inside(namespace: str) -> Object:
    """The way to all pods of a namespace, by the label that Kubernetes itself gives to it."""
    labels = {"kubernetes.io/metadata.name": namespace}
    return {"to": [{"namespaceSelector": {"matchLabels": labels}}]}


def messages(found: Build) -> list[tuple[str, str]]:
    """Code and place of all that is wrong with some specs."""
    return [(each.code.id, str(each.origin)) for each in found.diagnostics]
