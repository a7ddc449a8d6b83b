"""Every object of every release: Kubernetes and Argo CD take it, and it stays as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.charts.estate import named
from tests.charts.programs import refused, schemas

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.charts.charts import Tree
    from tests.charts.estate import Estate

LARGEST = 1_048_576  # bytes: what the API server stores of one ConfigMap or Secret
ANNOTATED = 262_144  # bytes: what a client-side apply can keep of an object in its annotation
CRD = "CustomResourceDefinition"  # its schema is written in the language of schemas


def schema(folder: Path, found: Tree) -> Path:
    """The file that says what an object may hold."""
    group, _, name = str(found["apiVersion"]).rpartition("/")
    kind = str(found["kind"]).lower()
    if "." in group and not group.endswith(".k8s.io"):
        return folder / group / f"{kind}_{name}.json"
    words = (kind, group.partition(".")[0], name)
    return folder / "kubernetes-1.32" / f"{'-'.join(word for word in words if word)}.json"


def everything(found: Estate) -> Iterator[tuple[str, Tree]]:
    """All objects, each once, with the release it belongs to."""
    seen = set()
    for site, release in found.releases:
        key = found.given(site, release)
        if key not in seen:
            seen.add(key)
            yield from ((f"{site.name}/{release.name}", o) for o in found.rendered(site, release))


def size(found: Tree) -> int:
    """The bytes of an object on its way to the API server."""
    return len(json.dumps(found, default=str, separators=(",", ":")).encode())


def test_kubernetes_would_take_every_object(found: Estate) -> None:
    """Each field is one that the schema of its kind has, and nothing stands twice."""
    folder = schemas()
    objects = [o for _, o in everything(found) if o["kind"] != CRD and schema(folder, o).is_file()]
    if not objects:
        pytest.skip("none of the charts is had")
    assert not refused(objects)


def test_every_kind_has_a_schema(found: Estate) -> None:
    """What nobody could hold against a schema is named."""
    folder = schemas()
    bare = {o["kind"] for _, o in everything(found) if not schema(folder, o).is_file()}
    if bare:
        pytest.skip(f"not validated, because SCHEMAS_DIR has no schema: {', '.join(sorted(bare))}")


def test_two_renders_are_equal(found: Estate) -> None:
    """Nothing is random, so Argo CD finds no difference by itself."""
    changed: set[str] = set()
    seen: set[tuple[str, ...]] = set()
    for site, release in found.releases:
        key = found.given(site, release)
        if release.managed and key not in seen:
            seen.add(key)
            if found.render(site, release) != found.text(site, release):
                changed.add(f"{site.name}/{release.name}")
    assert not changed


def test_no_object_is_too_large(found: Estate) -> None:
    """The API server takes each object, and Argo CD applies the large ones on the server's side."""
    for site, release in found.releases:
        application = found.application(site, release) or {}
        options = application.get("spec", {}).get("syncPolicy", {}).get("syncOptions", ())
        limit = LARGEST if "ServerSideApply=true" in options or not release.managed else ANNOTATED
        for each in found.rendered(site, release):
            assert size(each) < limit, f"{site.name}/{release.name}: {named(each)}"
    for site in found.sites:
        for each in found.overlay(site):
            assert size(each) < LARGEST, f"{site.name}: {named(each)}"


def test_no_object_stands_in_two_releases(found: Estate) -> None:
    """Two applications that both want an object would undo each other for ever."""
    for site in found.sites:
        owners: dict[tuple[str, str, str], str] = {}
        objects = [(r.name, r.namespace, o) for r, o in found.every_object(site) if r.managed]
        objects += [("overlay", site.namespace, each) for each in found.overlay(site)]
        for owner, namespace, each in objects:
            about = each["metadata"]
            key = (each["kind"], about.get("namespace", namespace), about["name"])
            assert owners.setdefault(key, owner) == owner, f"{site.name}: {key} of {owner}"
