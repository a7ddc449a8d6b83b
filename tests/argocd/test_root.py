"""What a person applies by hand, and what they are told: it fits what is generated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.emit.argocd.application import FOLDER, HERE, RETRY, ROOT
from tests.argocd import estate
from tests.support.command import ROOT as REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.argocd.estate import Object

README = (REPOSITORY / "argocd/README.md").read_text("utf-8")


@pytest.fixture
def root() -> tuple[Object, Object]:
    """The project and the application of argocd/root.yaml."""
    project, application = yaml.safe_load_all((REPOSITORY / "argocd/root.yaml").read_text("utf-8"))
    return project, application


@pytest.fixture
def platform() -> Object:
    """The ``spec`` of the example platform."""
    text = (REPOSITORY / "spec/platform.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text)["spec"])


def test_it_names_the_repository_of_the_spec(root: tuple[Object, Object], platform: Object) -> None:
    """The root reads the repository and revision that all other applications read."""
    project, application = root
    git = platform["git"]
    assert project["spec"]["sourceRepos"] == [git["repository"]]
    assert application["spec"]["source"] == {
        "repoURL": git["repository"],
        "targetRevision": git.get("revision", "main"),
        "path": f"{FOLDER}/argocd",
    }


def test_it_brings_what_is_generated(root: tuple[Object, Object], ours: dict[str, str]) -> None:
    """Project and environments stand in the folder itself, which is read without its folders."""
    project, application = root
    direct = [path for path in ours if path.startswith("argocd/") and path.count("/") == 1]
    names = {yaml.safe_load(ours[path])["metadata"]["name"] for path in direct}
    environments = {path.split("/")[1] for path in ours if path.startswith("overlays/")}
    assert names == {"watchkeeper", *(f"watchkeeper-{each}" for each in environments)}
    assert "directory" not in application["spec"]["source"]
    allowed = {
        (each["group"], each["kind"]) for each in project["spec"]["namespaceResourceWhitelist"]
    }
    brought = {
        (each["apiVersion"].partition("/")[0], each["kind"])
        for _, each in estate.objects(ours, "argocd/")
    }
    assert brought == allowed


def test_it_can_write_applications_and_nothing_else(
    root: tuple[Object, Object], ours: dict[str, str]
) -> None:
    """Its project reaches one namespace of one cluster; the environments are brought within it."""
    project, application = root
    home = project["metadata"]["namespace"]
    place = {"server": HERE, "namespace": home}
    assert project["spec"]["destinations"] == [place]
    assert "clusterResourceWhitelist" not in project["spec"]
    assert application["spec"]["destination"] == place
    assert application["spec"]["project"] == project["metadata"]["name"] == ROOT
    for path, each in estate.objects(ours, "argocd/"):
        assert each["metadata"]["namespace"] == home, path


def test_it_is_synced_like_what_it_brings(
    root: tuple[Object, Object], ours: dict[str, str]
) -> None:
    """One way of trying again, and the same options as the application of an environment."""
    policy = root[1]["spec"]["syncPolicy"]
    brought = yaml.safe_load(ours["argocd/watchkeeper-prod.yaml"])["spec"]["syncPolicy"]
    assert policy == brought
    assert policy["retry"] == RETRY


def secrets(value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any part of a spec
    """(Secret, key) of each reference below a value; no key where the spec names none."""
    if isinstance(value, list):
        for each in value:
            yield from secrets(each)
    elif isinstance(value, dict):
        if value.keys() == {"name", "key"}:
            yield value["name"], value["key"]
        for key, each in value.items():
            if key in ("secret", "adminSecret", "tlsSecret") and isinstance(each, str):
                yield each, ""
            yield from secrets(each)


def test_all_secrets_are_named(platform: Object) -> None:
    """Whoever follows the page makes each Secret that the example names, with each key."""
    rows = [line for line in README.splitlines() if line.lstrip().startswith("| `")]
    found = {*secrets(platform), ("grafana-admin", "admin-password")}
    assert len({name for name, _ in found}) > 2
    for name, key in found:
        assert [row for row in rows if f"`{name}`" in row and (not key or f"`{key}`" in row)], name


def test_what_is_deleted_by_hand_is_an_environment(ours: dict[str, str]) -> None:
    """The label on the page picks all applications of an environment and no other."""
    found = re.search(r"app delete --selector (\S+)=(\w+)", README)
    assert found
    picked = {
        each["metadata"]["name"]
        for _, each in estate.objects(ours, "argocd/")
        if each["metadata"]["labels"].get(found[1]) == found[2]
    }
    there = {each["metadata"]["name"] for each in estate.applications(ours, found[2])}
    assert picked == there
