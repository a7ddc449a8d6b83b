"""What a real Alloy makes of the configuration, and of the log files of a node."""

from __future__ import annotations

import contextlib
import re
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from generator.alloy import Attribute, Block, Object, Reference, render
from generator.packs.alloy import cluster, config, lines, pods
from tests.logs import estate, servers
from tests.logs.samples import POD, SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.logs.samples import Sample

RECEIVER = Reference("loki.write.loki.receiver")
ENV = {config.CLUSTER: "ml-prod", config.ENVIRONMENT: "prod", "HOSTNAME": "n1"}
TENANT = "alloy"

pytestmark = pytest.mark.skipif(
    not servers.ALLOY, reason="ALLOY_BIN names no binary of Alloy: no real one read our text"
)
Entries = dict[str, list[tuple[dict[str, str], str]]]


@pytest.mark.parametrize("profile", estate.PROFILES)
def test_alloy_accepts_the_configuration(profile: str, tmp_path: Path) -> None:
    """Every block and argument exists, and none needs a lower level of stability."""
    path = tmp_path / "config.alloy"
    path.write_text(config.text(estate.site(profile)), "utf-8")
    command = [servers.ALLOY, "validate", "--stability.level=generally-available", str(path)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@contextlib.contextmanager
def collecting(
    folder: Path, loki: servers.Loki, tenant: str, more: tuple[Block, ...] = ()
) -> Iterator[Callable[[int], None]]:
    """An Alloy that reads the files of a folder; the function waits for a number of entries."""
    path = folder / "config.alloy"
    path.write_text(_local(folder, loki, tenant, more), "utf-8")
    address = f"127.0.0.1:{servers.free_port()}"
    command = [servers.ALLOY, "run", str(path), f"--storage.path={folder / 'data'}"]
    command += [f"--server.http.listen-addr={address}", "--disable-reporting"]
    log = folder / "alloy.log"

    def sent(number: int) -> None:
        line = re.compile(rf"^loki_write_sent_entries_total\{{.*\}} {number}$", re.MULTILINE)
        metrics = f"http://{address}/metrics"
        servers.wait(lambda: bool(line.search(servers.text(metrics).decode())), log, process)

    with servers.running(command, log, **ENV) as process:
        yield sent


EVERY = '{job=~".+"}'


@pytest.fixture(scope="module")
def entries(loki: servers.Loki, tmp_path_factory: pytest.TempPathFactory) -> Entries:
    """What Loki holds of each sample's pod after Alloy has read all files."""
    folder = tmp_path_factory.mktemp("node")
    for sample in SAMPLES:
        _write(folder, sample)
    with collecting(folder, loki, TENANT) as sent:
        sent(sum(len(sample.kept) for sample in SAMPLES))
        time.sleep(4)  # whatever is too much would have come by now
    found: Entries = {sample.name: [] for sample in SAMPLES}
    for labels, line in loki.entries(TENANT, EVERY):
        found[labels["pod"]].append((labels, line))
    return found


def test_a_collector_goes_on_where_the_last_one_stopped(loki: servers.Loki, tmp_path: Path) -> None:
    """After a restart only new lines are sent, and none is lost."""
    sample = next(each for each in SAMPLES if each.name == "feast-online-x")
    path = _write(tmp_path, sample)
    with collecting(tmp_path, loki, "restart") as sent:
        sent(1)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{datetime.now(UTC).isoformat()} stdout F 10.0.0.1:1 - written meanwhile\n")
    with collecting(tmp_path, loki, "restart") as sent:
        sent(1)
    texts = [line for _, line in loki.entries("restart", EVERY)]
    assert texts == [sample.kept[0][1], "10.0.0.1:1 - written meanwhile"]


EVENT = (
    "name=a kind=Pod objectAPIversion=v1 reportingcontroller=kubelet sourcecomponent=kubelet "
    'sourcehost=n1 reason=BackOff type=Warning count=3 msg="Back-off restarting failed container "'
)
OOM = "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),task=python,pid=1,uid=0"


def test_events_and_the_kernel_are_told_apart(loki: servers.Loki, tmp_path: Path) -> None:
    """Events have a level, a reason and an object; the kernel's lines have their node."""
    receiver = RECEIVER
    blocks = [*cluster.events(receiver), *cluster.kernel(receiver)]
    steps = [each for each in blocks if each.name == "loki.process"]
    labels = {
        "events": (("job", "events"), ("namespace", "ml"), ("instance", "x")),
        "kernel": (("job", "kernel"), ("node", "n1")),
    }
    more = [_file(tmp_path, each.label, labels[each.label]) for each in steps]
    (tmp_path / "events").write_text(EVENT + "\n", "utf-8")
    (tmp_path / "kernel").write_text(OOM + "\n", "utf-8")
    with collecting(tmp_path, loki, "cluster", (*steps, *more)) as sent:
        sent(2)
    (event,) = loki.entries("cluster", '{job="events", namespace="ml", level="warn"}')
    assert {name: event[0].get(name) for name in ("reason", "kind", "object", "node")} == {
        "reason": "BackOff",
        "kind": "Pod",
        "object": "a",
        "node": "n1",
    }
    assert "instance" not in event[0]
    ((kernel, line),) = loki.entries("cluster", '{job="kernel"}')
    assert (kernel["node"], line) == ("n1", OOM)


def _file(folder: Path, label: str, labels: tuple[tuple[str, str], ...]) -> Block:
    """A file in place of a source that needs a cluster."""
    target = Object((("__path__", str(folder / label)), *labels))
    receiver = Reference(f"loki.process.{label}.receiver")
    attributes = (Attribute("targets", (target,)), Attribute("forward_to", (receiver,)))
    return Block("loki.source.file", label, attributes)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_lines_become_entries(entries: Entries, sample: Sample) -> None:
    """Each entry has the text, the level and the ids that its lines and its pod say."""
    found = entries[sample.name]
    assert [line for _, line in found] == [line for _, line in sample.kept]
    for (labels, _), (expected, line) in zip(found, sample.kept, strict=True):
        assert {name: labels.get(name, "") for name in expected} == expected, line


def test_only_few_labels_make_streams(entries: Entries, loki: servers.Loki) -> None:
    """Pods, ids and paths are never labels; cluster and environment always are."""
    assert entries
    # Loki adds the name of the service itself.
    allowed = {*lines.LABELS, "cluster", "environment", "service_name"}
    for labels in loki.streams(TENANT):
        assert set(labels) <= allowed
        assert (labels["cluster"], labels["environment"]) == ("ml-prod", "prod")


def _write(folder: Path, sample: Sample) -> Path:
    """The file as the runtime of containers writes it."""
    path = folder / f"ns_{sample.name}_{sample.uid}" / sample.container / "0.log"
    path.parent.mkdir(parents=True)
    start = datetime.now(UTC) - timedelta(minutes=1)
    moments = ((start + timedelta(milliseconds=i)).isoformat() for i in range(len(sample.lines)))
    both = zip(moments, sample.lines, strict=True)
    path.write_text("".join(f"{moment} stdout F {line}\n" for moment, line in both), "utf-8")
    return path


def _local(folder: Path, loki: servers.Loki, tenant: str, more: tuple[Block, ...]) -> str:
    """The real pipeline, with targets that are written down and files that are elsewhere."""
    push = config.write(f"{loki.url}/loki/api/v1/push")
    endpoint = replace(push.body[0], body=(*push.body[0].body, Attribute("tenant_id", tenant)))
    blocks = (
        *more,
        *_found(pods.blocks(estate.site("small").logs, RECEIVER)),
        replace(push, body=(endpoint, *push.body[1:])),
    )
    return render(blocks).replace("/var/log/pods", str(folder))


def _found(blocks: Iterator[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.name == "discovery.relabel":
            targets = Attribute("targets", tuple(map(_target, SAMPLES)))
            yield replace(block, body=(targets, *block.body[1:]))
        elif block.name != "discovery.kubernetes":
            yield block


def _target(sample: Sample) -> Object:
    meta = {
        "__meta_kubernetes_namespace": "ns",
        f"{POD}name": sample.name,
        f"{POD}uid": sample.uid,
        f"{POD}node_name": "n1",
        f"{POD}container_name": sample.container,
    }
    return Object(tuple({**meta, **sample.pod}.items()))
