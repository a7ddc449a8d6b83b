"""A secret in a spec stops the run; where it stands is said, what it says is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.compiler.checks import secret_in_clear
from generator.compiler.context import Context
from generator.diagnostics import Code, Origin
from generator.diagnostics.render import render
from generator.spec.load import Sources, load
from tests.security.planted import Words, forms
from tests.support import specs
from tests.support.command import FINDINGS, watchkeeper

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.diagnostics import Diagnostic

WORDS = Words(11)
TOKEN = forms(WORDS)["github"]
HOOK = forms(WORDS)["slack-webhook"]
RANDOM = WORDS.of("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 40)
INTEGRATION = WORDS.of("0123456789abcdef", 32)
RECEIVERS = "    receivers:\n"
PLACES = {
    "channel of a receiver": (RECEIVERS, '      - {{name: x, type: slack, channel: "{}"}}\n', HOOK),
    "key of a receiver": (
        RECEIVERS,
        "      - {{name: x, type: pagerduty, channel: {}}}\n",
        INTEGRATION,
    ),
    "key on the next line": (
        RECEIVERS,
        "      - name: x\n        type: pagerduty\n        channel: {}\n",
        INTEGRATION,
    ),
    "values of a chart": (
        "  alerting:\n",
        "  charts: {{kube-prometheus-stack: {{values: {{grafana: {{adminPassword: {}}}}}}}}}\n",
        "hunter2",
    ),
    "list in values": ("  alerting:\n", "  charts: {{loki: {{values: {{a: [b, {}]}}}}}}\n", TOKEN),
    "environment of a chart": (
        "  alerting:\n",
        "  charts:\n    loki:\n      values:\n        - name: DB_PASSWORD\n          value: {}\n",
        "hunter2",
    ),
    "override": (
        "dev, cluster: dev",
        ", overrides: {{charts: {{loki: {{values: {{x: {}}}}}}}}}",
        RANDOM,
    ),
    "comment": ("  alerting:\n", "  # until Monday: {}\n", RANDOM),
    "link": ("  alerting:\n", "  # https://any:{}@git.example.org\n", "s3cr-et"),
}


def planted(name: str) -> tuple[str, str]:
    """A platform with a secret in some place, and the secret."""
    after, template, secret = PLACES[name]
    assert after in specs.PLATFORM
    put = after + template.format(secret)
    return specs.PLATFORM.replace(after, put, 1), secret


def found(folder: Path, files: Mapping[str, str | bytes]) -> list[Diagnostic]:
    """What the check says of some files."""
    sources = Sources(specs.write(folder / "spec", files), "spec")
    context = Context(load(sources)[0], sources, ())
    return list(secret_in_clear.check(context))


@pytest.mark.parametrize("name", PLACES)
def test_a_secret_is_found_with_its_position(name: str, tmp_path: Path) -> None:
    """Line and column are those where the secret begins, and nothing of it is said."""
    text, secret = planted(name)
    (one,) = found(tmp_path, {**specs.BASE, "platform.yaml": text})
    line = text.splitlines()[one.origin.line - 1]
    assert one.origin.file == "spec/platform.yaml"
    start = one.origin.column - 1
    assert line[start:].startswith(secret) or secret.endswith(line[start:].rstrip('"}],'))
    assert secret not in f"{one.message}{one.value}{one.fix}"


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_no_format_shows_a_secret(form: str, tmp_path: Path) -> None:
    """Neither the source line nor the words of another finding about the same value show it."""
    text, secret = planted("channel of a receiver")
    text = text.replace("metrics: {retention: 30d}", f"metrics: {{retention: {TOKEN}}}")
    folder = specs.write(tmp_path / "spec", {**specs.BASE, "platform.yaml": text}).parent
    run = watchkeeper(folder, "check", "--format", form)
    assert run.code == FINDINGS
    assert "K8S607" in run.said
    assert "SPEC" in run.said  # the token is no duration
    for hidden in (secret, secret.split("services/")[1], TOKEN, TOKEN[4:]):
        assert hidden not in run.said


def test_nothing_is_written(tmp_path: Path) -> None:
    """What is not written cannot be committed by accident."""
    text, _ = planted("values of a chart")
    specs.write(tmp_path / "spec", {**specs.BASE, "platform.yaml": text})
    assert watchkeeper(tmp_path, "generate").code == FINDINGS
    assert not (tmp_path / "generated").exists()


def test_every_kind_of_document_is_searched(tmp_path: Path) -> None:
    """Teams, services and models hold free text too."""
    files = {
        "teams/other.yaml": specs.TEAM.replace("ml-risk", "other").replace(
            "spec: {", f"spec: {{description: 'Key {TOKEN}', "
        ),
        "services/mlflow.yaml": specs.service("mlflow", f"  description: See {HOOK}\n"),
        "models/churn.yaml": specs.model("churn", f"  # {RANDOM}\n"),
    }
    places = {each.origin.file for each in found(tmp_path, {**specs.BASE, **files})}
    assert places == {f"spec/{name}" for name in files}


def test_the_example_estate_has_none(tmp_path: Path) -> None:
    """What refers to Secrets is left alone."""
    files = {**specs.BASE, "models/churn.yaml": specs.model("churn")}
    assert found(tmp_path, files) == []


def test_a_finding_that_repeats_a_secret_is_hidden() -> None:
    """Other checks show the value that they refuse; here it must not be readable."""
    code = Code("ANY100", "any", "Any.", "", "right")
    told = code.at(Origin("spec/a.yaml", 1, 4), f"{TOKEN!r} is no name", value=TOKEN, fix=TOKEN)
    for form in ("text", "json", "github", "sarif"):
        shown = render([told], form, source=lambda _: [f"a: {TOKEN} # {TOKEN}"])
        assert TOKEN not in shown
        assert "********" in shown


def test_lines_without_a_secret_are_shown_as_they_are() -> None:
    """Hiding moves no line and no mark."""
    code = Code("ANY100", "any", "Any.", "", "right")
    told = code.at(Origin("spec/a.yaml", 3, 4), "is wrong", value="two")
    lines = ["one: 1", f"token: {TOKEN}", "a: two"]
    shown = render([told], "text", source=lambda _: lines)
    assert " 3 | a: two\n   |    ^^^ is wrong" in shown
