"""The configuration and the values around it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator import yamlio
from generator.compiler.stack import charts
from generator.compiler.stack.routing_wanted import NOBODY
from generator.packs.alertmanager.values import RELEASE, addresses, values
from generator.spec import types
from generator.spec.defaults import merge
from tests.alerting import estate
from tests.charts import programs
from tests.charts.charts import had

if TYPE_CHECKING:
    from pathlib import Path

    from generator.compiler.context import Context

# What the pack of Prometheus gives to the same release: names are made of it.
NAMES = {"fullnameOverride": RELEASE, "cleanPrometheusOperatorObjectNames": True}
CHART = "kube-prometheus-stack"


@pytest.fixture
def compiled(tmp_path: Path) -> Context:
    """The estate of this folder's tests."""
    return estate.context(tmp_path)


def below(name: str, compiled: Context) -> dict[str, Any]:
    """The values below ``alertmanager``."""
    found: dict[str, Any] = values(estate.site(name, compiled))[RELEASE]["alertmanager"]
    return found


def receivers(name: str, compiled: Context) -> dict[str, dict[str, Any]]:
    """Each receiver's only way to tell somebody, by receiver."""
    found = {}
    for each in estate.configured(name, compiled)["receivers"]:
        (ways,) = (way for key, way in each.items() if key != "name")
        found[each["name"]] = ways[0]
    return found


def test_secrets_are_files(compiled: Context) -> None:
    """Each receiver reads its secret where the operator mounts it, and nothing else is secret."""
    found = receivers("prod", compiled)
    mounted = "/etc/alertmanager/secrets"
    assert found["chat"]["api_url_file"] == f"{mounted}/receivers/chat"
    assert found["pager"]["routing_key_file"] == f"{mounted}/receivers/pager"
    assert found["archive"]["url_file"] == f"{mounted}/receivers/archive"
    assert found["shop-pager"]["api_key_file"] == f"{mounted}/shop/pager"
    assert found["shop-chat"]["webhook_url_file"] == f"{mounted}/shop/chat"
    assert estate.configured("prod", compiled)["global"] == {
        "smtp_smarthost": "mail.example.org:587",
        "smtp_from": "alerts@example.org",
        "smtp_auth_username": "alerts",
        "smtp_auth_password_file": f"{mounted}/mail/password",
    }
    assert below("prod", compiled)["alertmanagerSpec"]["secrets"] == ["mail", "receivers", "shop"]


def test_who_hears_that_it_is_over(compiled: Context) -> None:
    """People do, and incidents are closed; the dead man's switch does not."""
    found = receivers("prod", compiled)
    asked = {name: way.get("send_resolved") for name, way in found.items()}
    assert asked == {
        "archive": None,
        "chat": True,
        "outside": False,
        "pager": None,
        "shop-chat": None,
        "shop-mail": True,
        "shop-pager": None,
    }


def test_the_route_says_all_that_the_chart_says_too(compiled: Context) -> None:
    """The chart's own grouping, times, receiver and routes are all replaced."""
    route = estate.configured("prod", compiled)["route"]
    assert {key: value for key, value in route.items() if key != "routes"} == {
        "receiver": "chat",
        "group_by": ["alertname", "service", "team"],
        "group_wait": "30s",
        "group_interval": "5m",
        "repeat_interval": "4h",
    }
    assert route["routes"][0]["matchers"] == ['purpose="watchdog"']


def test_without_a_switch_nobody_hears_the_heartbeat(tmp_path: Path) -> None:
    """It goes to a receiver that tells nobody, whose name no receiver of a spec can have."""
    platform = estate.PLATFORM.replace("    deadMansSwitch", "    # deadMansSwitch")
    config = estate.configured("prod", estate.context(tmp_path, platform=platform))
    assert config["route"]["routes"][0] == {
        "matchers": ['purpose="watchdog"'],
        "receiver": NOBODY,
    }
    assert config["receivers"][-1] == {"name": NOBODY}
    assert not types.DNS_LABEL.fullmatch(NOBODY)


def test_tickets_wait_and_pages_do_not(compiled: Context) -> None:
    """Working hours are on every node of a team that takes its tickets, and on no other."""
    for name in ("dev", "prod"):
        routes = estate.configured(name, compiled)["route"]["routes"]
        shop = next(each for each in routes if each.get("matchers") == ['team="shop"'])
        assert shop["active_time_intervals"] == ["working hours of shop"]
        for node in shop["routes"]:
            page = 'severity="page"' in node["matchers"]
            assert page != ("active_time_intervals" in node), node
        others = [each for each in routes if each is not shop]
        assert not any("active_time_intervals" in each for each in others)
    assert estate.configured("prod", compiled)["time_intervals"] == [
        {
            "name": "sundays",
            "time_intervals": [{"weekdays": ["sunday"], "location": "Europe/Berlin"}],
        },
        {
            "name": "working hours of shop",
            "time_intervals": [
                {
                    "weekdays": ["monday", "tuesday", "wednesday", "thursday", "friday"],
                    "times": [{"start_time": "08:00", "end_time": "18:00"}],
                    "location": "Europe/Berlin",
                }
            ],
        },
    ]


def test_sizes(compiled: Context) -> None:
    """Several replicas stand apart and are not drained at once; one needs none of that."""
    small, ha = below("dev", compiled), below("prod", compiled)
    assert "podDisruptionBudget" not in small
    assert ha["podDisruptionBudget"] == {"enabled": True}
    assert "replicas" not in small["alertmanagerSpec"]
    assert ha["alertmanagerSpec"]["replicas"] == 2
    assert ha["alertmanagerSpec"]["podAntiAffinity"] == "hard"
    assert ha["alertmanagerSpec"]["externalUrl"] == "https://alerts.example.org"
    assert "retention" not in ha["alertmanagerSpec"]


def test_what_was_sent_is_remembered_longer_than_it_is_repeated(tmp_path: Path) -> None:
    """A long time between repetitions makes Alertmanager keep what it knows, in hours."""
    text = "  alerting:\n    grouping: {repeat: 6d}\n"
    platform = estate.PLATFORM.replace("  alerting:\n", text)
    spec = below("dev", estate.context(tmp_path, platform=platform))["alertmanagerSpec"]
    assert spec["retention"] == "288h"


def test_others_find_it(compiled: Context) -> None:
    """By the Service of the release; by name where there is more than one to be told."""
    one = {"alerts.notify": "http://kube-prometheus-stack-alertmanager.monitoring:9093"}
    every = {"alerts.notify.srv": "_http-web._tcp.alertmanager-operated.monitoring"}
    assert addresses(estate.site("dev", compiled)) == one
    assert addresses(estate.site("prod", compiled)) == {**one, **every}


def test_every_key_is_in_the_list(compiled: Context) -> None:
    """Nothing is written that the list of this chart's keys does not have."""
    allowed = charts.keys(charts.known(compiled)[CHART], 88)
    for name in ("dev", "prod"):
        assert list(charts.unknown({"alertmanager": below(name, compiled)}, allowed)) == []


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_the_chart_makes_of_it_what_was_meant(name: str, compiled: Context) -> None:
    """The Secret holds our configuration and nothing of the chart's, which amtool accepts."""
    given = yamlio.dump(merge(values(estate.site(name, compiled))[RELEASE], NAMES))
    parts = ("--show-only=templates/alertmanager/secret.yaml",)
    parts += ("--show-only=templates/alertmanager/alertmanager.yaml",)
    objects = programs.rendered(RELEASE, had(RELEASE), "monitoring", given, parts)
    made = {each["kind"]: each for each in objects}
    files = {key: base64.b64decode(text).decode() for key, text in made["Secret"]["data"].items()}
    config = yaml.safe_load(files.pop("alertmanager.yaml"))
    wanted = estate.configured(name, compiled)
    assert config.pop("global") == {"resolve_timeout": "5m", **wanted.pop("global")}
    assert config == wanted
    assert files == below(name, compiled)["templateFiles"]
    spec = made["Alertmanager"]["spec"]
    assert spec["secrets"] == ["mail", "receivers", "shop"]
    assert spec["automountServiceAccountToken"] is False
    assert spec["replicas"] == (1 if name == "dev" else 2)
    assert spec["externalUrl"] == "https://alerts.example.org"
    assert spec["alertmanagerConfigSelector"] == {
        "matchLabels": {"release": "kube-prometheus-stack"}
    }
    assert ("requiredDuringSchedulingIgnoredDuringExecution" in repr(spec)) == (name == "prod")
