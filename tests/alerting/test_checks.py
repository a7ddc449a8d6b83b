"""What is wrong with who is told, and where that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.pipeline import build
from tests.alerting import estate
from tests.support import specs

if TYPE_CHECKING:
    from pathlib import Path

    from generator.diagnostics import Origin

KEPT = "secretRef: {name: receivers, key: archive}"


def said(folder: Path, old: str, new: str, *, team: bool = False) -> list[tuple[str, str, str]]:
    """What is found once a part of the platform, or of team shop, is another: text, code, fix."""
    text = estate.SHOP if team else estate.PLATFORM
    assert old in text
    changed = {"shop" if team else "platform": text.replace(old, new)}
    found = estate.found(folder, **changed)
    return [(at(folder, each.origin), each.code.id, each.fix) for each in found]


def at(folder: Path, origin: Origin) -> str:
    """What stands in a line of a spec, from a position on."""
    line = (folder / origin.file).read_text("utf-8").splitlines()[origin.line - 1]
    return line[origin.column - 1 :]


def test_the_estate_is_right(tmp_path: Path) -> None:
    """The estate that these tests change has nothing to be found."""
    assert estate.found(tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "there", "fix"),
    [
        ("receiver: archive, con", "receiver: archiv, con", "archiv,", "write archive"),
        ("environments: [prod]", "environments: [prd]", "prd]", "write prod"),
        ("mute: [sundays]", "mute: [sunday]", "sunday]", "write sundays"),
        ("service: kubernetes", "service: kubernete", "kubernete,", "write kubernetes"),
        (
            "service: kubernetes",
            "service: airflow",
            "airflow,",
            "add a document of kind Service named airflow",
        ),
        (
            "alert: ModelTrafficLow",
            "alert: ModelTraficLow",
            "ModelTraficLow",
            "write ModelTrafficLow",
        ),
        (
            "alert: ModelTrafficLow",
            "alert: AirflowDAGFailure",
            "AirflowDAGFailure",
            "add a document of kind Service named airflow",
        ),
        ('tier: "1",', "team: shopp,", "shopp,", "write shop"),
        ("receiver: outside, int", "receiver: outsid, int", "outsid,", "write outside"),
    ],
)
def test_names_that_are_not_there(old: str, new: str, there: str, fix: str, tmp_path: Path) -> None:
    """Each name in a route of the platform is found at its place, with the nearest right one."""
    found = [each for each in said(tmp_path, old, new) if each[1] == "REF209"]
    assert [(each[2], each[0].startswith(there)) for each in found] == [(fix, True)]


def test_names_in_the_routes_of_a_team(tmp_path: Path) -> None:
    """A team's own routes are held to the same."""
    found = said(tmp_path, "receiver: shop-mail", "receiver: shop-mial", team=True)
    assert [(code, fix) for _, code, fix in found if code == "REF209"] == [
        ("REF209", "write shop-mail")
    ]


@pytest.mark.parametrize(
    ("route", "says"),
    [
        ("{alert: ModelTrainingStale, severity: page, receiver: chat}", "no alert is like this"),
        ('{service: mlflow, tier: "1", receiver: chat}', "no alert is like this"),
        ("{service: feast, team: ml-risk, receiver: chat}", "no alert is like this"),
        ("{severity: page, environments: [dev], receiver: chat}", "pages go where tickets go"),
        ("{alert: Watchdog, receiver: chat}", "the heartbeat goes to the dead man's switch"),
        ("{service: kubernetes, severity: ticket, receiver: pager}", "takes all of this before"),
        ('{alert: ModelTrafficLow, tier: "1", severity: page, receiver: chat}', "takes all"),
    ],
)
def test_a_route_that_nothing_reaches(route: str, says: str, tmp_path: Path) -> None:
    """It is found at its place, with the reason: no such alert, or somebody took it before."""
    platform = f"{estate.PLATFORM}      - {route}\n"
    found = estate.found(tmp_path, platform=platform)
    assert [each.code.id for each in found] == ["ALERT409"]
    assert says in found[0].message
    assert found[0].origin.line == len(platform.splitlines())


def test_the_route_that_took_it_is_named(tmp_path: Path) -> None:
    """A shadowed route says where the other one stands, be it the platform's or the team's."""
    route = "    - {alert: DataDriftDetected, severity: ticket, receiver: pager}\n"
    found = estate.found(tmp_path / "team", shop=estate.SHOP + route)
    assert "spec/teams/shop.yaml:9:7" in found[0].message
    free = "      - {alert: DataDriftDetected, receiver: chat}\n"
    found = estate.found(tmp_path / "platform", platform=estate.PLATFORM + free)
    line = len((estate.PLATFORM + free).splitlines())
    assert [each.code.id for each in found] == ["ALERT409"]
    assert f"spec/platform.yaml:{line}:9" in found[0].message
    assert found[0].origin.file == "spec/teams/shop.yaml"


def test_a_route_that_one_model_reaches(tmp_path: Path) -> None:
    """A severity that a model chose for itself counts, and so does that of a service."""
    platform = estate.PLATFORM + (
        '      - {alert: ModelTrainingStale, severity: page, tier: "1", receiver: chat}\n'
        "      - {alert: FeastLatencyHigh, severity: page, receiver: chat}\n"
    )
    changed = specs.model(
        "churn", "  alerts: {ModelTrainingStale: {severity: page}}\n", owner="shop"
    )
    assert estate.found(tmp_path / "one", platform=platform, churn=changed) == ()
    assert [each.code.id for each in estate.found(tmp_path / "none", platform=platform)] == [
        "ALERT409"
    ]


def test_a_remembered_model_reaches_it_too(tmp_path: Path) -> None:
    """What a model chose is known as well in a run that did not read its file again."""
    route = "    routes: [{alert: ModelTrainingStale, severity: page, receiver: chat}]\n"
    change = "  alerts: {ModelTrainingStale: {severity: page}}\n"
    files = {**specs.BASE, "platform.yaml": specs.PLATFORM + route}
    specs.write(tmp_path / "spec", {**files, "models/a.yaml": specs.model("a", change)})
    for _ in range(2):
        result = build(tmp_path / "spec", "spec", tmp_path / "memory")
        assert result.diagnostics == ()
    assert result.context.compiled


@pytest.mark.parametrize(
    ("old", "new", "there"),
    [
        (f"type: webhook, {KEPT}", "type: webhook", "webhook"),
        (", secretRef: {name: shop, key: pager}", "", "opsgenie"),
        ("email, channel: shop@example.org", "email", "email"),
        ("channel: shop@example.org", "channel: '#shop'", "'#shop'"),
        ("    smtp: ", "    # ", "email"),
        ('"#risk"', "'{{ $labels.team }}'", "'{{"),
        ('"#risk"', '"#risk {{ .x }}"', '"#risk {{'),
        ("type: opsgenie, ", 'type: opsgenie, channel: "#risk", ', '"#risk"'),
    ],
)
def test_a_receiver_that_lacks_something(old: str, new: str, there: str, tmp_path: Path) -> None:
    """What its type needs is missed at the receiver, with what to add."""
    text = estate.PLATFORM.replace(old, new).replace("           secretRef: {name: mail", "  # x")
    whole = "smtp" in old
    platform = text if whole else estate.PLATFORM.replace(old, new)
    found = estate.found(tmp_path, platform=platform)
    assert [each.code.id for each in found] == ["REF211"]
    assert at(tmp_path, found[0].origin).startswith(there)
    assert found[0].fix


@pytest.mark.parametrize("name", ["#risk", "risk_2", "#équipe-données", "@ada.l", "C024BE91L"])
def test_channels_that_slack_knows(name: str, tmp_path: Path) -> None:
    """Names and numbers of channels and people are right, in any language."""
    platform = estate.PLATFORM.replace('"#risk"', f'"{name}"')
    assert estate.found(tmp_path, platform=platform) == ()


def test_an_unused_receiver_is_a_warning(tmp_path: Path) -> None:
    """It does not stop anything, and is neither written nor is its Secret mounted."""
    spare = "      - {name: spare, type: webhook, secretRef: {name: elsewhere, key: x}}\n    smtp:"
    platform = estate.PLATFORM.replace("    smtp:", spare)
    found = estate.found(tmp_path / "found", platform=platform)
    assert [(each.code.id, each.value, each.is_error) for each in found] == [
        ("REF210", "spare", False)
    ]
    compiled = estate.context(tmp_path, platform=platform)
    assert "spare" not in {each.name for each in estate.routed("prod", compiled).receivers}
    assert "elsewhere" not in repr(estate.values(estate.site("prod", compiled)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("receiver: outside, interval", "receiver: chat, interval"),
        ("receiver: archive, continue", "receiver: outside, continue"),
    ],
)
def test_a_switch_that_is_none(old: str, new: str, tmp_path: Path) -> None:
    """People get no heartbeat, and the machine that waits for it gets nothing else."""
    assert "REF212" in [code for _, code, _ in said(tmp_path, old, new)]


@pytest.mark.parametrize(
    ("route", "codes"),
    [
        ("{service: mlflow, receiver: chat, mute: [sundays]}", ["ALERT410"]),
        ("{service: mlflow, severity: page, receiver: chat, mute: [sundays]}", ["ALERT410"]),
        ("{service: mlflow, severity: ticket, receiver: chat, mute: [sundays]}", []),
        ("{service: grafana, receiver: chat, mute: [sundays]}", []),
        ("{service: mlflow, receiver: chat, mute: [sundays], environments: [dev]}", []),
        ("{service: mlflow, receiver: chat, mute: [sundays], continue: true}", []),
    ],
)
def test_a_page_that_would_be_silent(route: str, codes: list[str], tmp_path: Path) -> None:
    """Only where a page can take the route, people are paged at all, and nobody else is told."""
    quiet = "      - {environments: [prod], receiver: archive, continue: true}\n"
    assert quiet in estate.PLATFORM
    platform = f"{estate.PLATFORM.replace(quiet, '')}      - {route}\n"
    platform = platform.replace("    deadMansSwitch", "    # deadMansSwitch")
    found = estate.found(tmp_path, platform=platform)
    assert [each.code.id for each in found if each.is_error] == codes
    for each in found:
        if each.is_error:
            assert "in prod nobody would hear of MLflow" in each.message
            assert each.value == "sundays"


@pytest.mark.parametrize(
    ("interval", "fixes"),
    [
        ("29s", ["write 30s or more"]),
        ("30s", []),
        ("15m", []),
        ("901s", ["write 15m or less"]),
    ],
)
def test_the_pace_of_the_heartbeat(interval: str, fixes: list[str], tmp_path: Path) -> None:
    """Not faster than rules are evaluated, not so slow that silence stays unnoticed."""
    found = said(tmp_path, "interval: 2m", f"interval: {interval}")
    assert [(code, fix) for _, code, fix in found] == [("ALERT412", fix) for fix in fixes]


@pytest.mark.parametrize(
    ("by", "fixes"),
    [
        ("alertname, cluster, environment, model_name, namespace, severity, tier", []),
        ("model_nam", ["write model_name"]),
        ("zzzzzz", ["write alertname, service, team or namespace"]),
        ("team, team", ["delete one of them"]),
    ],
)
def test_labels_that_keep_messages_apart(by: str, fixes: list[str], tmp_path: Path) -> None:
    """Each is on some alert, and named once."""
    found = said(tmp_path, "    url: ", f"    grouping: {{by: [{by}]}}\n    url: ")
    assert [(code, fix) for _, code, fix in found] == [("REF213", fix) for fix in fixes]


def test_hours_that_are_none(tmp_path: Path) -> None:
    """A window that ends before or when it begins, of a team or of the platform."""
    for old, new, team in (
        ('start: "08:00"', 'start: "18:00"', True),
        ('start: "00:00", end: "24:00"', 'start: "22:00", end: "06:00"', False),
    ):
        found = said(tmp_path / str(team), old, new, team=team)
        assert [code for _, code, _ in found] == ["ALERT411"]


def test_two_owners(tmp_path: Path) -> None:
    """A list of owners, or a second document of the same name, is refused in words."""
    two = specs.model("a").replace("owner: ml-risk", "owner: [ml-risk, shop]")
    again = specs.service("feast").replace("owner: ml-risk", "owner: other")
    files = {
        **specs.BASE,
        "models/a.yaml": two,
        "services/a.yaml": specs.service("feast"),
        "services/b.yaml": again,
        "teams/other.yaml": specs.TEAM.replace("ml-risk", "other"),
        "teams/third.yaml": specs.TEAM,
    }
    found = build(specs.write(tmp_path / "spec", files), "spec").diagnostics
    texts = {(each.origin.file, each.code.id, each.value) for each in found}
    assert texts == {
        ("spec/models/a.yaml", "SPEC136", "['ml-risk', 'shop']"),
        ("spec/services/b.yaml", "REF207", "feast"),
        ("spec/teams/third.yaml", "REF207", "ml-risk"),
    }
    assert "there is one owner" in next(each.message for each in found if each.code.id == "SPEC136")
