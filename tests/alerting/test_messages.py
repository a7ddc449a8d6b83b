"""What people read: templates rendered by amtool, and messages that a real Alertmanager sends."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from generator.packs.alertmanager.messages import FILE, FORMS, WHERE_FILE, messages, where
from generator.packs.alertmanager.receivers import SECRETS
from tests.alerting import estate
from tests.alerting.alertmanager import alertmanager, sink, until
from tests.support import specs
from tests.support.command import tool

if TYPE_CHECKING:
    from pathlib import Path

    from tests.alerting.alertmanager import Sink

TYPES = frozenset(each for form in FORMS for each in form.types)
URL = "https://alerts.example.org"
NASTY = '<!channel> `rm` & <b> {{ .ExternalURL }} "q" \\ https://x'
LABELS = {
    "alertname": "ModelAccuracyDegraded",
    "severity": "page",
    "team": "shop",
    "tier": "1",
    "model_name": "churn",
}
NOTES = {
    "summary": "churn: accuracy is 0.71",
    "description": "0.71 of predictions were right, 0.8 is the floor.",
    "runbook_url": "https://runbooks.example.org/ModelAccuracyDegraded.md",
}


def alert(status: str = "firing", **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """One alert of a message."""
    return {
        "status": status,
        "labels": LABELS,
        "annotations": NOTES,
        "startsAt": "2026-03-01T07:05:00Z",
        "endsAt": "2026-03-01T09:30:00Z",
        **changed,
    }


def rendered(name: str, folder: Path, *alerts: dict[str, Any], silence: bool = True) -> str:
    """A template as amtool makes it of a message."""
    (folder / FILE).write_text(messages(TYPES, silence=silence), "utf-8")
    (folder / WHERE_FILE).write_text(where("prod"), "utf-8")
    common = {
        key: dict(set.intersection(*(set(each[key].items()) for each in alerts)))
        for key in ("labels", "annotations")
    }
    firing = any(each["status"] == "firing" for each in alerts)
    data = {
        "receiver": "any",
        "status": "firing" if firing else "resolved",
        "alerts": alerts,
        "commonLabels": common["labels"],
        "commonAnnotations": common["annotations"],
        "externalURL": URL,
    }
    (folder / "data.json").write_text(json.dumps(data), "utf-8")
    return subprocess.run(
        [
            tool("amtool"),
            "template",
            "render",
            f"--template.glob={folder}/*.tmpl",
            f"--template.type={'html' if name == 'html' else 'text'}",
            f'--template.text={{{{ template "watchkeeper.{name}" . }}}}',
            f"--template.data={folder}/data.json",
        ],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=30,
    ).stdout


def test_the_first_line_says_what_and_who(tmp_path: Path) -> None:
    """Severity, environment, owner and the alert's own summary, before anything else."""
    for form in ("plain", "slack", "teams"):
        title = rendered(f"{form}.title", tmp_path, alert())
        assert title == "PAGE in prod for shop: churn: accuracy is 0.71"


def test_the_text_is_short_and_has_all_that_is_needed(tmp_path: Path) -> None:
    """Value and threshold, the alert's name, model, tier, owner and time, runbook and silence."""
    lines = rendered("plain.text", tmp_path, alert()).splitlines()
    assert lines[:4] == [
        "churn: accuracy is 0.71",
        "0.71 of predictions were right, 0.8 is the floor.",
        "ModelAccuracyDegraded, model churn, tier 1, owner shop, since 07:05 UTC",
        "Runbook: https://runbooks.example.org/ModelAccuracyDegraded.md",
    ]
    assert lines[5].startswith(f"Silence: {URL}/#/silences/new?filter=")


def test_a_link_to_a_silence_fits_the_alerts(tmp_path: Path) -> None:
    """It asks for the labels that all alerts share, whatever stands in them."""
    odd = {**LABELS, "feature": NASTY}
    for name in ("plain.text", "slack.text", "html"):
        text = rendered(name, tmp_path, alert(labels=odd), alert(labels={**odd, "tier": "2"}))
        link = text.split("filter=")[1].split('"')[0].split("|")[0].split("<")[0].strip()
        matchers = unquote(link)
        assert matchers.startswith('{alertname="ModelAccuracyDegraded",feature="')
        assert json.dumps(NASTY) in matchers
        assert "tier" not in matchers
        assert not set(link) & set(' <>"`{}+')


def test_no_link_where_nobody_can_follow_it(tmp_path: Path) -> None:
    """Without an address of Alertmanager no message mentions a silence, nor its host."""
    for name in ("plain.text", "slack.text", "teams.text", "html"):
        text = rendered(name, tmp_path, alert(), silence=False)
        assert "ilence" not in text
        assert URL not in text


def test_several_alerts(tmp_path: Path) -> None:
    """The title counts them, the text tells the first five, and how many there are."""
    many = [alert(labels={**LABELS, "model_name": f"m{i}"}) for i in range(7)]
    assert (
        rendered("plain.title", tmp_path, *many)
        == "PAGE in prod for shop: 7 x ModelAccuracyDegraded"
    )
    text = rendered("plain.text", tmp_path, *many)
    assert [f"model m{i}," in text for i in range(7)] == [True] * 5 + [False] * 2
    assert "The first 5 of 7 alerts." in text
    mixed = [alert(), alert(labels={**LABELS, "alertname": "B", "team": "x", "severity": "ticket"})]
    assert rendered("plain.title", tmp_path, *mixed) == "ALERT in prod for several: 2 x alerts"


def test_an_alert_that_is_over(tmp_path: Path) -> None:
    """It says so first, and since when; there is nothing left to silence."""
    over = alert("resolved")
    assert rendered("plain.title", tmp_path, over).startswith("RESOLVED in prod for shop: churn")
    text = rendered("plain.text", tmp_path, over)
    assert "over since 09:30 UTC" in text
    assert "Silence" not in text


@pytest.mark.parametrize("name", ["plain.title", "plain.text", "slack.text", "teams.text", "html"])
def test_what_is_missing_is_left_out(name: str, tmp_path: Path) -> None:
    """An alert with no annotation and no label makes a message that still can be read."""
    text = rendered(name, tmp_path, alert(labels={}, annotations={}))
    assert "an alert without a name" in text
    assert "no value" not in text
    assert "Runbook" not in text
    named = rendered(name, tmp_path, alert(labels={"alertname": "Other"}, annotations={}))
    assert "Other" in named


def test_a_dashboard_where_there_is_one(tmp_path: Path) -> None:
    """The link of the annotation is shown; without it there is no word of a dashboard."""
    link = "https://grafana.example.org/d/x?var-model_name=churn"
    text = rendered("plain.text", tmp_path, alert(annotations={**NOTES, "dashboard_url": link}))
    assert f"\nDashboard: {link}\n" in text
    assert "Dashboard" not in rendered("plain.text", tmp_path, alert())


def test_text_is_never_markup(tmp_path: Path) -> None:
    """Slack calls nobody, HTML shows brackets, and braces are not run."""
    odd = alert(annotations={"summary": NASTY, "description": NASTY})
    slack = "&lt;!channel&gt; `rm` &amp; &lt;b&gt; {{ .ExternalURL }}"
    for name in ("slack.title", "slack.text"):
        text = rendered(name, tmp_path, odd)
        assert slack in text
        assert "<!channel>" not in text
    html = rendered("html", tmp_path, odd)
    assert slack in html
    assert "<b>" not in html
    assert NASTY in rendered("plain.text", tmp_path, odd)


API = {"pagerduty_configs": "url", "opsgenie_configs": "api_url"}
KEY = "k" * 32
TOLD = ("archive", "chat", "pager", "shop-chat", "shop-pager")


def everybody(config: dict[str, Any], sent: Sink, folder: Path) -> dict[str, Any]:
    """The same receivers, all told of everything, with secrets and services on this machine."""
    secrets = {"receivers/pager": KEY, "shop/pager": KEY, "receivers/archive": sent.url("archive")}
    secrets |= {"receivers/chat": sent.url("chat"), "shop/chat": sent.url("shop-chat")}
    texts = {FILE: messages(TYPES, silence=True), WHERE_FILE: where("prod")}
    specs.write(folder, {**{f"secrets/{name}": text for name, text in secrets.items()}, **texts})
    here = json.loads(json.dumps(config["receivers"]).replace(SECRETS, f"{folder}/secrets"))
    for receiver in here:
        for kind, key in API.items():
            for settings in receiver.get(kind, ()):
                settings[key] = sent.url(receiver["name"])
    routes = [{"receiver": name, "continue": True} for name in TOLD]
    route = {"receiver": "chat", "group_by": ["alertname"], "group_wait": "0s", "routes": routes}
    return {"route": route, "receivers": here, "templates": ["*.tmpl"], "global": config["global"]}


def test_a_real_alertmanager_sends_them(tmp_path: Path) -> None:
    """Each receiver gets the message that it was given, through the secrets that are mounted."""
    config = estate.configured("prod", estate.context(tmp_path))
    with sink() as sent:
        ready = everybody(config, sent, tmp_path / "run")
        with alertmanager(ready, tmp_path / "run") as running:
            running.post(LABELS, **NOTES)
            until(lambda: len({path for path, _ in sent.arrived}) == len(TOLD))
    came = {
        name: next(body for path, body in sent.arrived if path.split("/")[1] == name)
        for name in TOLD
    }
    title = "PAGE in prod for shop: churn: accuracy is 0.71"
    slack = came["chat"]["attachments"][0]
    assert (came["chat"]["channel"], slack["color"]) == ("#risk", "danger")
    assert (slack["title"], slack["title_link"]) == (title, NOTES["runbook_url"])
    assert "|Silence>" in slack["text"]
    assert title in json.dumps(came["shop-chat"])
    assert "0.8 is the floor" in json.dumps(came["shop-chat"])
    assert came["pager"]["routing_key"] == KEY
    assert came["pager"]["payload"]["summary"] == title
    assert came["pager"]["payload"]["severity"] == "critical"
    assert (came["shop-pager"]["message"], came["shop-pager"]["priority"]) == (title, "P1")
    assert came["archive"]["alerts"][0]["labels"] == LABELS


def test_only_what_a_receiver_uses_is_written() -> None:
    """A platform that tells everything to Slack has no templates for pagers, Teams and mail."""
    text = messages({"slack"}, silence=False)
    assert "watchkeeper.slack.title" in text
    assert not [name for name in ("plain.", "teams.", "html", "silence") if name in text]
    assert "watchkeeper.escaped" not in messages({"pagerduty"}, silence=False)
