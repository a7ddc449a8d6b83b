"""What Loki, Tempo and Mimir are asked to be, read from the values alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generator.catalog import Wave
from generator.compiler.stack import charts
from generator.compiler.stack.values import flatten
from tests.stack.stores import ADDRESSES, BUCKETS, INSTALLED, PROFILES, pack, site, values

each = pytest.mark.parametrize(("profile", "name"), INSTALLED)
# The only template: the chart of Mimir knows the domain of the cluster, and no spec does.
EVALUATED = [("mimir", "structuredConfig", "ruler", "alertmanager_url")]
FOREIGN = {"endpoint": "minio.storage:9000", "buckets": BUCKETS}


def test_mimir_is_installed_only_where_one_prometheus_is_not_enough() -> None:
    """The small profiles get neither its release, nor its values, nor its addresses."""
    mimir = pack("mimir")
    for profile in ("small", "ha"):
        found = site(profile)
        assert (tuple(mimir.installs(found)), mimir.addresses(found)) == ((), {})
        assert mimir.values(found) == {}
    assert [each.wave for each in mimir.installs(site("distributed"))] == [Wave.STORES]


def test_mimir_takes_over_what_prometheus_does_elsewhere() -> None:
    """Questions, samples and rules go to its gateway."""
    assert pack("mimir").addresses(site("distributed")) == {
        "metrics.query": "http://mimir-gateway.watch/prometheus",
        "metrics.write": "http://mimir-gateway.watch/api/v1/push",
        "rules.mimir": "http://mimir-gateway.watch",
    }


@pytest.mark.parametrize(
    ("profile", "chart"),
    [("small", "tempo"), ("ha", "tempo"), ("distributed", "tempo-distributed")],
)
def test_the_profile_chooses_tempos_chart(profile: str, chart: str) -> None:
    """The release keeps its name, so a change of profile is a change of one Application."""
    assert [(each.release, each.chart) for each in pack("tempo").installs(site(profile))] == [
        ("tempo", chart)
    ]


@each
def test_only_known_keys_are_written(profile: str, name: str) -> None:
    """A key that the list of its chart lacks would be ignored by the chart without a word."""
    found = site(profile)
    installed = next(iter(pack(name).installs(found))).chart
    known = next(chart for chart in pack(name).charts if chart.name == installed)
    keys = charts.keys(known, int(known.version.split(".")[0]))
    assert list(charts.unknown(values(name, found), keys)) == []


@each
def test_nothing_is_a_template_or_a_secret(profile: str, name: str) -> None:
    """Helm evaluates braces in these configurations; keys of buckets come from the environment."""
    found = dict(flatten(values(name, site(profile))))
    templates = [path for path, value in found.items() if "{{" in str(value)]
    assert templates == (EVALUATED if name == "mimir" else [])
    assert not [path for path in found if re.search("access_?key|secret_?key", path[-1].lower())]
    given = [value for path, value in found.items() if path[-1] == "extraEnvFrom"]
    assert given == ([] if profile == "small" else [[{"secretRef": {"name": "object-store"}}]])


@pytest.mark.parametrize(("given", "hours"), [("24h", "24h"), ("1501m", "26h")])
def test_logs_are_kept_for_whole_hours(given: str, hours: str) -> None:
    """No line goes before its time."""
    found = values("loki", site("small", logs={"retention": given}))
    assert found["loki"]["limits_config"]["retention_period"] == hours


@pytest.mark.parametrize(("given", "hours"), [("90m", "2h"), ("9d", "216h")])
def test_traces_are_kept_for_whole_hours(given: str, hours: str) -> None:
    """Tempo reads durations of Go, which have no days."""
    for profile in PROFILES:
        found = values("tempo", site(profile, traces={"retention": given}))
        assert hours in {str(value) for _, value in flatten(found)}


def test_the_small_profile_keeps_everything_on_volumes() -> None:
    """An object store that the platform has is for the bigger profiles."""
    found = site("small")
    assert values("loki", found)["loki"]["storage"] == {"type": "filesystem"}
    assert "storage" not in values("tempo", found)["tempo"]


def test_a_file_system_is_not_shared_by_several_lokis() -> None:
    """Without object storage there is one, and a rule is evaluated once."""
    found = values("loki", site("ha", objectStore=None))
    assert found["singleBinary"]["replicas"] == 1
    assert found["loki"]["commonConfig"] == {"replication_factor": 1}
    assert found["loki"]["schemaConfig"]["configs"][0]["object_store"] == "filesystem"
    assert "enable_sharding" not in found["loki"]["rulerConfig"]


def test_several_lokis_share_the_rules() -> None:
    """Three evaluate each rule once between them, and survive the loss of one."""
    found = values("loki", site("ha"))
    assert found["singleBinary"]["replicas"] == 3
    assert found["loki"]["rulerConfig"]["enable_sharding"] is True
    assert found["singleBinary"]["podDisruptionBudget"] == {"maxUnavailable": 1}


def test_a_bucket_is_no_host_name_away_from_aws() -> None:
    """Loki asks such a store by path; without a region or a Secret neither is written."""
    found = values("loki", site("ha", objectStore=FOREIGN))
    assert found["loki"]["storage"]["s3"] == {
        "endpoint": "minio.storage:9000",
        "s3ForcePathStyle": True,
    }
    assert "defaults" not in found
    assert values("loki", site("ha"))["loki"]["storage"]["s3"].keys() == {"endpoint", "region"}


@pytest.mark.parametrize("name", ["loki", "tempo"])
def test_without_other_packs_nothing_is_written_to(name: str) -> None:
    """Who removes Prometheus or Alertmanager gets no address that nobody answers."""
    found = site("small")
    assert "http://metrics.watch/write" in str(values(name, found))
    assert "http://" not in str(values(name, replace(found, addresses={})))


def test_rulers_tell_every_alertmanager() -> None:
    """Loki and Mimir look up all replicas, each in its way, where there is more than one."""
    rulers = {profile: values("loki", site(profile))["loki"]["rulerConfig"] for profile in PROFILES}
    every = "http://_http-web._tcp.alertmanager-operated.watch"
    for profile in ("ha", "distributed"):
        assert rulers[profile]["alertmanager_url"] == every
        assert rulers[profile]["enable_alertmanager_discovery"] is True
    assert rulers["small"]["alertmanager_url"] == ADDRESSES["alerts.notify"]
    assert "enable_alertmanager_discovery" not in rulers["small"]
    mimir = values("mimir", site("distributed"))["mimir"]["structuredConfig"]["ruler"]
    assert mimir == {
        "alertmanager_url": f"dnssrvnoa+{every}.svc.{{{{ .Values.global.clusterDomain }}}}"
    }
    alone = values("mimir", replace(site("distributed"), addresses=ADDRESSES))["mimir"]
    assert alone["structuredConfig"]["ruler"] == {"alertmanager_url": ADDRESSES["alerts.notify"]}


def test_mimirs_limits_follow_the_cluster() -> None:
    """One tenant is the whole cluster: what is meant for one of many would refuse its series."""
    found = values("mimir", site("distributed", metrics={"clusterSeries": 1_000_000}))
    limits = found["mimir"]["structuredConfig"]["limits"]
    assert limits["max_global_series_per_user"] == 10_000_000
    assert limits["ingestion_rate"] == 10_000_000 // 30
    assert limits["ruler_max_rules_per_rule_group"] == 0
    assert limits["max_global_exemplars_per_user"] > 0


def test_a_long_line_is_cut() -> None:
    """Loki would refuse a traceback of more than 256 KB, which is when one wants to read it."""
    assert values("loki", site("small"))["loki"]["limits_config"]["max_line_size_truncate"] is True


@pytest.mark.parametrize("profile", ["small", "ha"])
def test_tempo_collects_garbage_before_it_is_killed(profile: str) -> None:
    """Go knows a limit below that of the container, and holds back nothing for show."""
    found = values("tempo", site(profile))["tempo"]
    limit = int(found["resources"]["limits"]["memory"].removesuffix("Gi")) * 1024
    soft = {each["name"]: each["value"] for each in found["extraEnv"]}["GOMEMLIMIT"]
    assert 0.85 < int(soft.removesuffix("MiB")) / limit < 0.95
    assert found["memBallastSizeMbs"] == 0
