"""The configurations that the real charts make of the values, and what the servers say to them.

Skipped where a chart or a server is not had.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.charts.programs import run
from tests.stack.stores import INSTALLED, config, render, site, workloads

if TYPE_CHECKING:
    from pathlib import Path

# Where alerts go: to the only Alertmanager, or to each that a name leads to.
ONE = "http://alertmanager.watch:9093"
EVERY = "http://_http-web._tcp.alertmanager-operated.watch"


@pytest.mark.parametrize("profile", ["small", "ha", "distributed"])
def test_lokis_configuration_says_what_the_spec_says(profile: str) -> None:
    """Retention, place, rules, and where alerts and recorded series go."""
    found = config(render("loki", site(profile)), "loki", "config.yaml")
    kind = "filesystem" if profile == "small" else "s3"
    assert found["limits_config"]["retention_period"] == "744h"
    assert found["compactor"] == {"retention_enabled": True, "delete_request_store": kind}
    assert found["schema_config"]["configs"][0]["object_store"] == kind
    assert found["auth_enabled"] is False
    assert found["common"]["replication_factor"] == (1 if profile == "small" else 3)
    if kind == "s3":
        assert found["common"]["storage"]["s3"]["bucketnames"] == "b-logs"
    ruler = found["ruler"]
    assert ruler["storage"] == {"type": "local", "local": {"directory": "/rules"}}
    assert ruler["alertmanager_url"] == (ONE if profile == "small" else EVERY)
    assert ruler.get("enable_alertmanager_discovery", False) is (profile != "small")
    assert ruler["remote_write"]["clients"] == {"metrics-0": {"url": "http://metrics.watch/write"}}
    assert ruler.get("enable_sharding", False) is (profile != "small")


@pytest.mark.parametrize("profile", ["small", "ha", "distributed"])
def test_rules_are_found_where_the_sidecar_puts_them(profile: str) -> None:
    """One container writes the folder of the only tenant, the other reads the one above."""
    spec = workloads(render("loki", site(profile)))
    pod = spec["loki-ruler" if profile == "distributed" else "loki"]["template"]["spec"]
    for container in pod["containers"]:
        mounts = {each["mountPath"]: each["name"] for each in container["volumeMounts"]}
        assert mounts["/rules/fake"] == "sc-rules-volume"
    sidecar = next(each for each in pod["containers"] if each["name"] == "loki-sc-rules")
    env = {each["name"]: each["value"] for each in sidecar["env"]}
    assert (env["LABEL"], env["LABEL_VALUE"], env["FOLDER"], env["RESOURCE"]) == (
        "loki_rule",
        "1",
        "/rules/fake",
        "configmap",
    )


@pytest.mark.parametrize("profile", ["small", "ha", "distributed"])
def test_tempos_configuration_says_what_the_spec_says(profile: str) -> None:
    """Retention, place, and which series are made of spans."""
    name = "tempo-config" if profile == "distributed" else "tempo"
    found = config(render("tempo", site(profile)), name, "tempo.yaml")
    compactor = found["backend_worker"] if profile == "distributed" else found["compactor"]
    assert compactor["compaction"]["block_retention"] == "216h"
    trace = found["storage"]["trace"]
    assert trace["backend"] == ("local" if profile == "small" else "s3")
    assert trace.get("s3", {}).get("bucket") == (None if profile == "small" else "b-traces")
    assert found["metrics_generator"]["storage"]["remote_write"] == [
        {"url": "http://metrics.watch/write", "send_exemplars": True}
    ]
    made = found["overrides"]["defaults"]["metrics_generator"]
    assert made["processors"] == ["service-graphs", "span-metrics"]
    assert made["max_active_series"] > 0
    assert "grpc" in found["distributor"]["receivers"]["otlp"]["protocols"]


def test_mimirs_configuration_says_what_the_spec_says() -> None:
    """Retention, buckets, Kafka and our Alertmanager; no broker and no store of the chart's own."""
    objects = render("mimir", site("distributed"))
    found = config(objects, "mimir-config", "mimir.yaml")
    assert found["limits"]["compactor_blocks_retention_period"] == "45d"
    assert found["blocks_storage"]["s3"]["bucket_name"] == "b-metrics"
    assert found["ruler_storage"]["s3"]["bucket_name"] == "b-rules"
    assert found["ingest_storage"]["kafka"]["address"] == "kafka.kafka:9092"
    # The chart ends the name with the domain of the cluster; Mimir looks up nothing shorter.
    assert found["ruler"]["alertmanager_url"] == f"dnssrvnoa+{EVERY}.svc.cluster.local."
    assert found["multitenancy_enabled"] is False
    assert "supersecret" not in str(objects)


@pytest.mark.parametrize(("profile", "name"), [each for each in INSTALLED if each[1] != "mimir"])
def test_the_real_server_takes_its_configuration(profile: str, name: str, tmp_path: Path) -> None:
    """The program itself knows each key, and can read each duration."""
    distributed = profile == "distributed"
    variable = "TEMPO_3_BIN" if name == "tempo" and distributed else f"{name.upper()}_BIN"
    binary = os.environ.get(variable)
    if not binary:
        pytest.skip(f"{variable} does not say where the program is")
    holder, key, flag = {
        "loki": ("loki", "config.yaml", "-verify-config"),
        "tempo": ("tempo-config" if distributed else "tempo", "tempo.yaml", "-config.verify"),
    }[name]
    written = tmp_path / "written.yaml"
    found = config(render(name, site(profile)), holder, key)
    written.write_text(yaml.safe_dump(found), "utf-8")
    run(binary, flag, f"-config.file={written}")
