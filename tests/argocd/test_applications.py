"""What Argo CD is told: which applications there are, in which order, and what they may do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import ir
from generator.compiler.stack import project
from generator.emit import argocd
from generator.pipeline import build
from tests.argocd import estate
from tests.support import specs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.argocd.estate import Object

WAVE = "argocd.argoproj.io/sync-wave"
SPEC = {"platform.yaml": estate.PLATFORM}
SITE = ir.Site(
    name="prod",
    namespace="monitoring",
    server="https://prod.example.org",
    releases=(),
    values=(),
    routing=ir.Routing(
        ir.Route("chat"),
        (ir.Receiver("other", "slack", "#other"), ir.Receiver("chat", "slack", "#risk")),
    ),
    tests=(),
    applications=(
        ir.Application("watchkeeper-prod", ir.Wave.CRDS, "argocd", "argocd/prod"),
        ir.Application("prod-config", ir.Wave.CONFIG, "monitoring", "overlays/prod"),
    ),
    source="spec/platform.yaml:1",
)
PROJECT = ir.Project(
    name="watchkeeper",
    repository="https://git.example.org/observability",
    revision="main",
    sources=("https://git.example.org/observability", "oci://ghcr.io/example/charts"),
    destinations=(("https://prod.example.org", "monitoring"),),
    cluster_kinds=(("", "Namespace"),),
    namespaced_kinds=(("", "Service"),),
)
STORE = ir.Release(
    "store",
    "store",
    "oci://ghcr.io/example/charts",
    "1.2.3",
    "monitoring",
    ir.Wave.STORES,
    managed=True,
)


def emitted(site: ir.Site = SITE, project: ir.Project | None = PROJECT) -> dict[str, Object]:
    """The objects of one environment, by path."""
    base = ir.Base((), (), (), (), (), ir.Platform(sites=(site,), project=project))
    return {each.path: yaml.safe_load(each.body) for each in argocd.base(base)}


def with_release(*releases: ir.Release) -> ir.Site:
    """The environment with releases of its own."""
    extra = tuple(
        ir.Application(f"prod-{each.name}", each.wave, each.namespace, release=each)
        for each in releases
    )
    return replace(SITE, releases=releases, applications=(*SITE.applications, *extra))


def by_name(tree: dict[str, str], environment: str) -> dict[str, Object]:
    """The applications of an environment by name."""
    found = estate.applications(tree, environment)
    return {each["metadata"]["name"]: each for each in found}


def options(application: Object) -> set[str]:
    """Its sync options."""
    return set(application["spec"]["syncPolicy"]["syncOptions"])


def test_one_file_per_application(tree: dict[str, str]) -> None:
    """An environment is one application that brings the others: its releases and its overlay."""
    for environment in estate.ENVIRONMENTS:
        brings = yaml.safe_load(tree[f"argocd/watchkeeper-{environment}.yaml"])
        assert brings["spec"]["source"]["path"] == f"generated/argocd/{environment}"
        for name in by_name(tree, environment):
            file = name.removeprefix(f"{environment}-")
            assert f"argocd/{environment}/{file}.yaml" in tree
        config = by_name(tree, environment)[f"{environment}-config"]
        assert config["spec"]["source"]["path"] == f"generated/overlays/{environment}"


def test_what_others_install_is_left_to_them(tree: dict[str, str]) -> None:
    """Airflow gets values from us, but no application."""
    assert "helm/airflow/values.yaml" in tree
    assert "dev-airflow" not in by_name(tree, "dev")


def test_operators_come_between_crds_and_stores(tree: dict[str, str]) -> None:
    """CRDs, the operator, the stores, and last what the stack is told to watch."""
    for environment in estate.ENVIRONMENTS:
        waves = {
            name.removeprefix(f"{environment}-"): int(each["metadata"]["annotations"][WAVE])
            for name, each in by_name(tree, environment).items()
        }
        assert waves["prometheus-operator-crds"] < waves["kube-prometheus-stack"] < waves["loki"]
        assert waves["config"] == max(waves.values())
        assert [each for each, wave in waves.items() if wave == waves["config"]] == ["config"]


def test_the_project_comes_before_all_applications(tree: dict[str, str]) -> None:
    """An application whose project is not there yet is refused."""
    project = estate.project(tree)
    assert int(project["metadata"]["annotations"][WAVE]) < 0
    assert project["metadata"]["finalizers"]  # and it goes after them


def test_only_the_first_application_makes_the_namespace(tree: dict[str, str]) -> None:
    """A namespace that several applications could make belongs to nobody."""
    for environment in estate.ENVIRONMENTS:
        makers = [
            name
            for name, each in by_name(tree, environment).items()
            if "CreateNamespace=true" in options(each)
        ]
        assert makers == [f"{environment}-prometheus-operator-crds"]


def test_no_crd_is_ever_pruned(tree: dict[str, str]) -> None:
    """All is pruned that left the repository, except CRDs, which take foreign objects along."""
    for environment in estate.ENVIRONMENTS:
        for name, each in by_name(tree, environment).items():
            automated = each["spec"]["syncPolicy"]["automated"]
            assert automated["selfHeal"] is True
            assert automated["prune"] is not name.endswith("-crds")


def test_large_objects_and_late_crds_are_thought_of(tree: dict[str, str]) -> None:
    """Everything is applied on the server, and what comes after the CRDs may find none yet."""
    for environment in estate.ENVIRONMENTS:
        for name, each in by_name(tree, environment).items():
            assert {"ServerSideApply=true", "PruneLast=true"} <= options(each)
            late = "SkipDryRunOnMissingResource=true" in options(each)
            assert late is not name.endswith("-crds")


def test_crds_come_from_one_release_alone(tree: dict[str, str]) -> None:
    """The stack leaves out the CRDs that a release of its own brings; other charts keep theirs."""
    charts = {
        name: found
        for name, each in by_name(tree, "scale").items()
        if (found := estate.chart(each))
    }
    skipping = [name for name, each in charts.items() if each["helm"].get("skipCrds")]
    assert skipping == ["scale-kube-prometheus-stack"]


def test_deleting_an_application_deletes_no_data(tree: dict[str, str]) -> None:
    """No application has the finalizer that takes its objects, and so Grafana's volume, along."""
    for path, body in tree.items():
        found = yaml.safe_load(body) if path.startswith("argocd/") else {}
        if found.get("kind") == "Application":
            assert "finalizers" not in found["metadata"]


def test_the_owner_of_the_platform_is_told(tree: dict[str, str]) -> None:
    """Failed syncs and degraded applications go to the channel of the platform's owner."""
    wanted = {
        f"notifications.argoproj.io/subscribe.{trigger}.slack": "risk"
        for trigger in ("on-health-degraded", "on-sync-failed")
    }
    brings = yaml.safe_load(tree["argocd/watchkeeper-dev.yaml"])
    for found in (estate.project(tree), brings):
        assert wanted.items() <= found["metadata"]["annotations"].items()


def test_nobody_is_told_by_other_means() -> None:
    """Argo CD shares no receiver but Slack with Alertmanager, so it is told of nothing else."""
    mail = ir.Receiver("mail", "email", "risk@example.org")
    routing = ir.Routing(ir.Route("mail"), (mail,))
    for found in emitted(replace(SITE, routing=routing)).values():
        assert not any("notifications" in key for key in found["metadata"]["annotations"])
    assert (
        emitted()["argocd/project.yaml"]["metadata"]["annotations"][
            "notifications.argoproj.io/subscribe.on-sync-failed.slack"
        ]
        == "risk"
    )


def test_a_registry_is_named_without_its_scheme() -> None:
    """For a chart in a registry Argo CD wants the plain address, in the project as well."""
    found = emitted(with_release(STORE))
    assert found["argocd/prod/store.yaml"]["spec"]["source"]["repoURL"] == "ghcr.io/example/charts"
    assert "ghcr.io/example/charts" in found["argocd/project.yaml"]["spec"]["sourceRepos"]


def test_values_come_from_the_repository() -> None:
    """A release with values has a second source that lends its files and renders nothing."""
    files = ("helm/store/values.yaml", "helm/store/values-prod.yaml")
    found = emitted(with_release(replace(STORE, value_files=files)))
    lends, chart = found["argocd/prod/store.yaml"]["spec"]["sources"]
    assert lends == {
        "repoURL": "https://git.example.org/observability",
        "targetRevision": "main",
        "ref": "values",
    }
    assert chart["helm"]["valueFiles"] == [f"$values/generated/{each}" for each in files]
    plain = emitted(with_release(STORE))["argocd/prod/store.yaml"]["spec"]
    assert "sources" not in plain
    assert plain["source"]["helm"] == {"releaseName": "store"}


def test_each_namespace_has_one_maker() -> None:
    """A release in a namespace of its own makes it."""
    apart = replace(STORE, name="apart", namespace="elsewhere")
    found = emitted(with_release(STORE, apart))
    makers = {
        path
        for path, each in found.items()
        if each["kind"] == "Application" and "CreateNamespace=true" in options(each)
    }
    assert makers == {"argocd/prod/apart.yaml", "argocd/prod/store.yaml"}


def test_without_a_repository_there_is_nothing(tmp_path: Path) -> None:
    """Who does not say where the repository is gets no objects of Argo CD."""
    found = build(specs.write(tmp_path / "spec", specs.BASE), "spec")
    assert found.ok
    assert not [each.path for each in found.documents if each.path.startswith("argocd/")]
    page = next(each.body for each in found.documents if each.path == "systems.md")
    assert "argocd/" not in page
    assert emitted(project=None) == {}


def test_applications_stand_where_argo_cd_lives(tmp_path: Path) -> None:
    """The spec of the service says in which namespace that is."""
    moved = specs.service("argocd").replace("namespace: argocd", "namespace: gitops")
    files = {**specs.BASE, **SPEC, "argocd.yaml": moved}
    found = build(specs.write(tmp_path / "spec", files), "spec")
    objects = [
        yaml.safe_load(each.body) for each in found.documents if each.path.startswith("argocd/")
    ]
    assert {each["metadata"]["namespace"] for each in objects} == {"gitops"}
    brings = [each for each in objects if each["metadata"]["name"] == "watchkeeper-dev"]
    assert brings[0]["spec"]["destination"] == {
        "server": "https://kubernetes.default.svc",
        "namespace": "gitops",
    }


def test_two_applications_of_one_name_are_a_mistake_of_ours(tmp_path: Path) -> None:
    """Argo CD would keep one of the two, so neither is written."""
    context = build(specs.write(tmp_path / "spec", specs.BASE | SPEC), "spec").context
    twin = replace(SITE, applications=SITE.applications[1:])
    with pytest.raises(ValueError, match="two applications are called prod-config"):
        project.project(context, (SITE, twin))


def test_a_chart_of_unknown_kinds_is_a_mistake_of_ours(tmp_path: Path) -> None:
    """A chart is not installed before its pack says what the project must allow for it."""
    context = build(specs.write(tmp_path / "spec", specs.BASE | SPEC), "spec").context
    with pytest.raises(ValueError, match="store: no pack says which kinds it renders"):
        project.project(context, (with_release(STORE),))
