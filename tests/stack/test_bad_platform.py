"""What may be wrong in a platform: told once, at its place, in the words of the spec."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from generator.pipeline import build
from generator.spec.examples import platform
from tests.support import specs

if TYPE_CHECKING:
    from pathlib import Path

    from generator.diagnostics import Diagnostic

GIT = "git: {repository: https://example.org/observability}"
TARGET = "metrics: {remoteWrite: [{url: https://example.org, %s}]}"
SECRET = "{name: ours, key: some}"  # noqa: S105 - a reference
LOGIN = f"basicAuth: {{username: {SECRET}, password: {SECRET}}}"
PYTHON = re.compile(r"(?i)tuple|instance|dict|bool|validation|input|string|integer|\^|\[key\]")

# A line of the platform → what is found, and a part of the fix.
LINES = {
    "  routes: {receiver: chat}": ("SPEC142", "in brackets"),
    "  routes: [chat]": ("SPEC142", "these keys below it: severity, tier"),
    "  routes: [{tier: 4, receiver: chat}]": ("SPEC132", "write one of: 1, 2, 3"),
    "  routes: [{alert: a b, receiver: chat}]": ("SPEC145", "write it like ModelTrafficLow"),
    "  routes: [{receiver: chat, continue: maybe}]": ("SPEC142", "write true or false"),
    "  muteTimes: [{name: s, days: []}]": ("SPEC143", "write one entry at least"),
    "  deadMansSwitch: chat": ("SPEC142", "these keys below it: receiver, interval"),
    "  grouping: {by: alertname}": ("SPEC142", "in brackets"),
    "  grouping: {repeat: 1m}": ("SPEC146", "write repeat: 4h"),
    "charts: null": ("SPEC142", "write keys and values below it"),
    "charts: {loki: {version: 018.1.0}}": ("SPEC145", "write it like 18.11.0"),
    "grafana: {host: 'https://example.org'}": ("SPEC145", "write it like grafana.example.org"),
    "kafka: 'kafka:65536'": ("SPEC145", "write it like kafka.example.org:9092"),
    "logs: {retention: 23h}": ("SPEC143", "write 1d or more"),
    "logs: {storage: 1025Ti}": ("SPEC135", "write 50Gi"),
    "metrics: {clusterSeries: 5}": ("SPEC143", "write 1000 or more"),
    "metrics: {clusterSeries: many}": ("SPEC142", "write a whole number"),
    "metrics: {retention: 45}": ("SPEC134", "write 45s"),
    "metrics: {scrapeInterval: 121s}": ("SPEC143", "write 2m or less"),
    TARGET % f"bearer: {SECRET}, {LOGIN}": ("SPEC146", "delete one of the two"),
    TARGET % f"tls: {{cert: {SECRET}}}": ("SPEC146", "write both"),
    TARGET % f"tls: {{key: {SECRET}}}": ("SPEC146", "write both"),
}
RIGHT = (
    "  routes: [{tier: 1, alert: ModelTrafficLow, receiver: chat}]",
    "  grouping: {interval: 5m, repeat: 5m}",
    "kafka: 'kafka:65535'",
    "logs: {retention: 1d, storage: 1Pi}",
    "metrics: {scrapeInterval: 2m}",
    TARGET % f"bearer: {SECRET}",
    TARGET % f"{LOGIN}, tls: {{cert: {SECRET}, key: {SECRET}}}",
)


def found(folder: Path, text: str, **models: str) -> tuple[Diagnostic, ...]:
    """What the compiler says of a platform beside one team."""
    files = {f"models/{name}.yaml": model for name, model in models.items()}
    specs.write(folder / "spec", {**specs.BASE, "platform.yaml": text, **files})
    return build(folder / "spec", "spec").diagnostics


@pytest.mark.parametrize("line", LINES)
def test_a_mistake_is_told_once_whatever_is_overridden(line: str, tmp_path: Path) -> None:
    """The platform's mistake is not told of environments that inherit it, and in no Python."""
    change = "overrides: {grafana: {storage: 5Gi}, traces: {retention: 3d}}"
    told = found(tmp_path, platform(line, environment=change))
    code, fix = LINES[line]
    assert [each.code.id for each in told] == [code]
    assert told[0].origin.line == platform(line).count("\n")
    assert fix in told[0].fix
    assert not PYTHON.search(told[0].message + told[0].fix), told[0]


@pytest.mark.parametrize("line", RIGHT)
def test_what_lies_just_within_is_taken(line: str, tmp_path: Path) -> None:
    """The bounds refuse nothing that works."""
    assert found(tmp_path, platform(line)) == ()


@pytest.mark.parametrize(
    ("override", "code"),
    [
        ("charts: null", "SPEC142"),
        ("charts: [loki]", "SPEC142"),
        ("charts: {loki: null}", "SPEC142"),
        ("charts: {loki: 18.11.0}", "SPEC142"),
        ("metrics: null", "SPEC142"),
        ("metrics: {storage: 0Gi}", "SPEC135"),
        ("metrics: {storage: null}", "K8S606"),
    ],
)
def test_a_malformed_override_is_the_only_finding(override: str, code: str, tmp_path: Path) -> None:
    """Nothing fails on it, and what follows from it is not told besides."""
    change = f"profile: ha, overrides: {{{override}}}"
    told = found(tmp_path, platform("metrics: {storage: 100Gi}", environment=change))
    assert [each.code.id for each in told] == [code]


def test_a_malformed_store_of_the_platform_is_the_only_finding(tmp_path: Path) -> None:
    """A profile that needs it does not say that it is missing."""
    text = platform("metrics: {storage: 0Gi}", environment="profile: ha")
    assert [each.code.id for each in found(tmp_path, text)] == ["SPEC135"]


def test_a_platform_without_a_spec_is_told(tmp_path: Path) -> None:
    """The first thing somebody writes is its head."""
    head = specs.HEAD.format(kind="Platform", name="platform")
    assert [each.code.id for each in found(tmp_path, head)] == ["SPEC131"]


def test_a_mistake_of_a_model_is_told_once(tmp_path: Path) -> None:
    """Its environments inherit it, and it is not told of them."""
    own = "  errorRate: {max: 80}\n  environments: {prod: {traffic: {min: 1}}}\n"
    told = found(tmp_path, platform(), churn=specs.model("churn", own))
    assert [(each.code.id, each.origin.line) for each in told] == [("SPEC133", 8)]


@pytest.mark.parametrize("name", ["watchkeeper", "watchkeeper-eu"])
def test_an_environment_called_like_us_is_refused(name: str, tmp_path: Path) -> None:
    """watchkeeper-loki could be Loki there, or all of an environment loki."""
    text = platform(GIT).replace("name: prod", f"name: {name}")
    assert [each.code.id for each in found(tmp_path, text)] == ["K8S609"]
    assert found(tmp_path, text.replace(f"  {GIT}\n", "")) == ()
    assert found(tmp_path, text.replace(f"name: {name}", "name: watchkeepers")) == ()


def test_names_in_the_lists_of_a_platform_are_told_twice(tmp_path: Path) -> None:
    """Environments, their clusters and mute times; the choice of names has each once."""
    own = "    - {name: prod, cluster: prod}\n"
    more = own + "    - {name: prod, cluster: b}\n    - {name: c, cluster: b}\n"
    text = platform("  muteTimes: [{name: s}, {name: s}]").replace(own, more)
    told = found(tmp_path, text)
    assert [(each.code.id, each.value) for each in told if each.is_error] == [
        ("REF207", "prod"),
        ("REF207", "b"),
        ("REF207", "s"),
    ]
    assert "there is an environment named" in told[0].message
    model = specs.model("churn", "  environments: {zzz: {traffic: {min: 1}}}\n")
    fixes = [each.fix for each in found(tmp_path, text, churn=model) if each.code.id == "REF203"]
    assert fixes == ["write one of: prod, c"]
