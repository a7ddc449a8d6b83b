"""Text that people write for people: any language, and nothing that a machine would run."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from tests.support import specs
from tests.support.command import CLEAN, watchkeeper

if TYPE_CHECKING:
    from pathlib import Path

ALERT = "FeastServerErrors"
GOOD = "Kündigt wer? 顧客離れ予測 — “naïve” ☂ مرحبا"
EVIL = (
    "{{ $labels.team }}",
    "{{ define `x` }}${HOME}$(id)`id`",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "# Heading | --- | *bold* _it_ ~~gone~~ \\` | `code`",
    "' \" : - & * ! % @ , ] } #",
    "*/ --> --> ]]>",
)


def texts(project: Path, text: str, alert: str) -> dict[str, str]:
    """The estate with one text in every field that takes any; returns what was generated."""
    quoted = "'" + text.replace("'", "''") + "'"
    off = f"{{disabled: {quoted}}}"
    files = {
        "teams/ml-risk.yaml": specs.TEAM.replace(
            "{receivers", f"{{description: {quoted}, receivers"
        ),
        "services/feast.yaml": specs.service(
            "feast",
            f"  description: {quoted}\n  alerts: {{{alert}: {off}}}\n"
            f"  environments: {{prod: {{alerts: {{{alert}: {off}}}}}}}\n",
        ),
        "models/churn.yaml": specs.model(
            "churn",
            f"  description: {quoted}\n  alerts: {{ModelMetricsAbsent: {off}}}\n"
            f"  environments: {{prod: {{description: {quoted}}}}}\n",
        ),
    }
    specs.write(project / "spec", files)
    done = watchkeeper(project, "generate")
    assert done.code == CLEAN, done.said
    root = project / "generated"
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in sorted(root.rglob("*.*"))
    }


@pytest.fixture
def alert(original: Path) -> str:
    """Any alert of the service."""
    rules = (original / "generated/base/rules/feast.yaml").read_text("utf-8")
    return next(line.split()[-1] for line in rules.splitlines() if "- alert:" in line)


def reasons(page: str) -> list[str]:
    """The lines of a runbook that say why its alert is off."""
    return [line for line in page.splitlines() if line.startswith("Switched off in ")]


def test_text_in_any_language_comes_out_right(project: Path, alert: str) -> None:
    """Letters of every script are good text, and the runbook shows them unchanged."""
    found = texts(project, GOOD, alert)
    assert reasons(found[f"runbooks/{alert}.md"]) == [
        f"Switched off in every environment: {GOOD}",
        f"Switched off in prod: {GOOD}",
    ]
    assert watchkeeper(project, "generate", "--check").code == CLEAN


@pytest.mark.parametrize("text", EVIL)
def test_text_is_inert_wherever_it_lands(text: str, project: Path, alert: str) -> None:
    """No rule, test or overlay holds the text, and a runbook shows it and does nothing else."""
    found = texts(project, text, alert)
    page = found.pop(f"runbooks/{alert}.md")
    shown = [line.split(": ", 1)[1] for line in reasons(page)]
    assert [html.unescape(line) for line in shown] == [text, text]
    assert not set("".join(shown)) & set("<>[]*_`|\\")
    assert [path for path, body in found.items() if text in body] == []
    assert not [path for path, body in found.items() if "<script" in body or "evil.example" in body]
