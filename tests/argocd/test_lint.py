"""What no tool tells: that Argo CD will find, may read and may write what it is pointed at.

Held against what the specs of this repository compile to, and against an estate of all profiles.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from typing import TYPE_CHECKING

import yaml

from tests.argocd import estate
from tests.charts.programs import refused
from tests.support.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.argocd.estate import Object

VALUES = "$values/generated/"
READS = "argocd.argoproj.io/manifest-generate-paths"
WAVE = "argocd.argoproj.io/sync-wave"
HERE = "https://kubernetes.default.svc"
# As Argo CD spells them; it ignores any other word.
OPTION = re.compile(
    r"(ApplyOutOfSyncOnly|ClientSideApplyMigration|CreateNamespace|FailOnSharedResource|Force|"
    r"PruneLast|Replace|RespectIgnoreDifferences|ServerSideApply|SkipDryRunOnMissingResource|"
    r"Validate)=(true|false)|(Prune|Delete)=(false|confirm)|"
    r"PrunePropagationPolicy=(foreground|background|orphan)"
)


def applications(files: dict[str, str]) -> list[Object]:
    """All applications."""
    return [each for _, each in estate.objects(files, "argocd/") if each["kind"] == "Application"]


def confined(files: dict[str, str]) -> list[Object]:
    """The applications of the project that is generated."""
    name = estate.project(files)["metadata"]["name"]
    return [each for each in applications(files) if each["spec"]["project"] == name]


def test_names_are_unique(files: dict[str, str]) -> None:
    """All applications stand in one namespace, so no two have one name."""
    names = Counter(each["metadata"]["name"] for each in applications(files))
    assert names
    assert [name for name, count in names.items() if count > 1] == []


def test_options_are_spelled_as_argo_cd_spells_them(files: dict[str, str]) -> None:
    """A word that Argo CD does not know has no effect and no message."""
    for each in applications(files):
        for option in each["spec"]["syncPolicy"]["syncOptions"]:
            assert OPTION.fullmatch(option), (each["metadata"]["name"], option)


def test_waves_are_text(files: dict[str, str]) -> None:
    """An annotation that is a number makes the object invalid."""
    for path, each in estate.objects(files, "argocd/"):
        assert isinstance(each["metadata"]["annotations"][WAVE], str), path


def test_values_are_lent_and_found(files: dict[str, str]) -> None:
    """A values file is of the source called ``values``, which has no manifests, and is there."""
    for each in applications(files):
        spec = each["spec"]
        lenders = [source for source in estate.sources(each) if "ref" in source]
        assert all(source.keys() == {"repoURL", "targetRevision", "ref"} for source in lenders)
        chart = estate.chart(each) or {"helm": {}}
        wanted = chart["helm"].get("valueFiles", [])
        assert bool(wanted) is bool(lenders) is ("sources" in spec)
        for file in wanted:
            assert file.removeprefix(VALUES) in files, file
            assert file.startswith(VALUES)


def test_no_values_file_is_forgotten(files: dict[str, str]) -> None:
    """Each values file of a release that we install is read, and for the right environment."""
    ours = {each["helm"]["releaseName"] for app in confined(files) if (each := estate.chart(app))}
    read = {
        file.removeprefix(VALUES)
        for app in confined(files)
        if (each := estate.chart(app))
        for file in each["helm"].get("valueFiles", ())
    }
    written = {path for path in files if path.startswith("helm/") and path.split("/")[1] in ours}
    assert read == written
    for each in confined(files):
        environment = each["metadata"]["name"].partition("-")[0]
        for file in (estate.chart(each) or {"helm": {}})["helm"].get("valueFiles", ()):
            assert posixpath.basename(file) in ("values.yaml", f"values-{environment}.yaml")


def test_folders_are_there(files: dict[str, str]) -> None:
    """An overlay is a folder with a kustomization, applications are a folder of their own."""
    for each in applications(files):
        for source in estate.sources(each):
            if "path" in source:
                folder = source["path"].removeprefix("generated/")
                wanted = f"{folder}/kustomization.yaml" if folder.startswith("overlays/") else ""
                assert wanted in files or any(
                    path.startswith(f"{folder}/") and not wanted for path in files
                )


def test_what_is_read_is_watched(files: dict[str, str]) -> None:
    """No commit to a file that an application reads goes unnoticed."""
    for each in applications(files):
        watched = [
            part.removeprefix("/generated/") + "/"
            for part in each["metadata"]["annotations"][READS].split(";")
        ]
        for path in read_by(each, files):
            assert path.startswith(tuple(watched)), (each["metadata"]["name"], path)


def read_by(application: Object, files: dict[str, str]) -> Iterator[str]:
    """The files below the output folder that an application is made from."""
    for source in estate.sources(application):
        for file in source.get("helm", {}).get("valueFiles", ()):
            yield file.removeprefix(VALUES)
        if "path" in source:
            yield from folder(source["path"].removeprefix("generated/"), files)


def folder(path: str, files: dict[str, str]) -> Iterator[str]:
    """The files of a folder, and of those that its kustomization names."""
    yield from (each for each in files if each.startswith(f"{path}/"))
    listed = yaml.safe_load(files.get(f"{path}/kustomization.yaml", "{}")).get("resources", ())
    for resource in listed:
        target = posixpath.normpath(f"{path}/{resource}")
        if target not in files:
            yield from folder(target, files)


def test_versions_do_not_move(files: dict[str, str]) -> None:
    """A chart is installed at one exact version."""
    for each in applications(files):
        chart = estate.chart(each)
        if chart:
            assert re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", chart["targetRevision"])


def test_the_project_allows_what_is_read_and_no_more(files: dict[str, str]) -> None:
    """Each source of an application is listed, and each listed one is used."""
    used = {source["repoURL"] for each in confined(files) for source in estate.sources(each)}
    assert set(estate.project(files)["spec"]["sourceRepos"]) == used


def test_the_project_allows_where_it_is_written(files: dict[str, str]) -> None:
    """Each destination of an application is listed; a test with real charts shows the rest."""
    allowed = [
        (each["server"], each["namespace"])
        for each in estate.project(files)["spec"]["destinations"]
    ]
    for each in confined(files):
        there = each["spec"]["destination"]
        assert (there["server"], there["namespace"]) in allowed


def test_the_project_allows_our_own_objects(files: dict[str, str]) -> None:
    """Each kind of the base and the overlays is listed."""
    listed = estate.project(files)["spec"]["namespaceResourceWhitelist"]
    allowed = {(each["group"], each["kind"]) for each in listed}
    written = {
        (each["apiVersion"].rpartition("/")[0], each["kind"])
        for path, each in estate.objects(files, "base/", "overlays/")
        if not path.endswith("/kustomization.yaml")
    }
    assert written <= allowed


def test_nothing_is_allowed_by_a_pattern(files: dict[str, str]) -> None:
    """No star stands anywhere in the project."""
    assert "*" not in files["argocd/project.yaml"].partition("\n")[2]


def test_applications_write_no_applications(files: dict[str, str]) -> None:
    """Who may change a release may not reach beyond the project: only the root may."""
    spec = estate.project(files)["spec"]
    kinds = (*spec["clusterResourceWhitelist"], *spec["namespaceResourceWhitelist"])
    assert "argoproj.io" not in {each["group"] for each in kinds}
    for each in applications(files):
        if each not in confined(files):
            assert each["spec"]["destination"]["server"] == HERE
            assert each["spec"]["source"]["path"].startswith("generated/argocd/")


def test_the_schemas_of_argo_cd_hold(files: dict[str, str]) -> None:
    """Every object of Argo CD is strictly what kubeconform wants."""
    root = yaml.safe_load_all((ROOT / "argocd/root.yaml").read_text("utf-8"))
    assert not refused([*root, *(each for _, each in estate.objects(files, "argocd/"))])
