"""The page of systems: it leaves none out, and each file that it names is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from generator import ir, packs
from generator.catalog import PackKind
from generator.emit import systems
from generator.pipeline import build
from tests.support import specs

if TYPE_CHECKING:
    from pathlib import Path

# What the platform is made of; the page must know each of them by this name.
SYSTEMS = (
    "Prometheus",
    "Grafana",
    "Loki",
    "Tempo",
    "Alertmanager",
    "Airflow",
    "MLflow",
    "Kubeflow",
    "KServe",
    "Kubernetes",
    "Feast",
    "node-exporter",
    "kube-state-metrics",
)
LINK = re.compile(r"\[[^]]+]\(([^)]+)\)")


def sections(page: str) -> dict[str, str]:
    """The text below each heading."""
    parts = re.split(r"^## (.+)\n", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture
def page(ours: dict[str, str]) -> dict[str, str]:
    """The page of this repository's specs, by system."""
    return sections(ours["systems.md"])


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_system_has_its_part(system: str, page: dict[str, str]) -> None:
    """Each is scraped, and something is made of what it says."""
    assert "- Monitors: " in page[system]
    assert "- Rules: " in page[system]


def test_every_file_is_there(ours: dict[str, str]) -> None:
    """No link of the page is dead."""
    found = LINK.findall(ours["systems.md"])
    assert found
    assert [path for path in found if path.partition("#")[0] not in ours] == []


def test_runbooks_are_counted_and_found(ours: dict[str, str], page: dict[str, str]) -> None:
    """Each system leads to its own heading of the index, which has as many pages as it says."""
    index = sections(ours["runbooks/README.md"])
    told = {}
    for title, text in page.items():
        for count, anchor in re.findall(r"\[(\d+)]\(runbooks/README\.md#([a-z-]+)\)", text):
            told[title] = int(count)
            assert anchor == title.lower().replace(" ", "-")
    assert told == {title: len(LINK.findall(text)) for title, text in index.items()}


def test_every_file_is_on_the_page(ours: dict[str, str]) -> None:
    """Whatever is generated for a system is found from the page."""
    about = ("base/rules/", "base/monitors/", "base/logs/", "helm/")
    wanted = {path for path in ours if path.startswith(about)}
    assert wanted - set(LINK.findall(ours["systems.md"])) == set()


def test_each_system_stands_once(ours: dict[str, str]) -> None:
    """What is scraped under the name of its pack is no system besides."""
    names = re.findall(r"^## (.+)\n", ours["systems.md"], re.MULTILINE)
    assert len(names) == len({name.lower() for name in names})


def test_what_a_person_must_do_is_on_the_page(page: dict[str, str]) -> None:
    """Each pack's own words about what no file can switch on."""
    for pack in packs.discover():
        for each in pack.by_hand:
            assert f"- **By hand:** {each}\n" in page[pack.title]


def test_values_of_a_part_stand_with_the_part(page: dict[str, str]) -> None:
    """An exporter that a chart holds is set by that chart's values, any other is not."""
    assert "helm/kube-prometheus-stack/values" in page["kube-state-metrics"]
    assert "helm/kube-prometheus-stack/values" in page["node-exporter"]
    assert "- Values: " not in page["mlflow-exporter"]


def test_a_service_that_is_not_there_is_not_on_the_page(tmp_path: Path) -> None:
    """Only what the spec has is observed."""
    files = {**specs.BASE, "services/feast.yaml": specs.service("feast")}
    found = build(specs.write(tmp_path / "spec", files), "spec")
    text = next(each.body for each in found.documents if each.path == "systems.md")
    services = {each.title for each in packs.discover() if each.kind is PackKind.SERVICE}
    assert services & sections(text).keys() == {"Feast"}


def test_lines_of_one_kind_share_a_row() -> None:
    """A row says what it is about once; of runbooks the number is enough."""
    outputs = (("Rules", "base/rules/a.yaml"), ("Rules", "base/rules/b.yaml"))
    found = ir.System("a", "System A (1.0)", outputs, ("Turn it on.",), runbooks=2)
    base = ir.Base((), (), (), (), (), ir.Platform(systems=(found,)))
    body = next(iter(systems.base(base))).body
    assert body.endswith(
        "\n## System A (1.0)\n\n"
        "- Rules: [base/rules/a.yaml](base/rules/a.yaml), [base/rules/b.yaml](base/rules/b.yaml)\n"
        "- Runbooks: [2](runbooks/README.md#system-a-10)\n"
        "- **By hand:** Turn it on.\n"
    )
