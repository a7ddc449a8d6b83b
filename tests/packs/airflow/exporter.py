"""A real statsd exporter with a mapping, fed as Airflow feeds it, and what a scrape then holds."""

from __future__ import annotations

import re
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import yaml

from generator.catalog.statsd import as_config
from tests.support.command import tool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from generator.catalog.statsd import StatsdMapping

PATIENCE = 20  # seconds until a state that should come counts as missing
# So few that each packet is smaller than any network's limit, and that the kernel can hold as many
# as are sent before the exporter is asked how far it has come.
LINES, PACKETS = 20, 50

SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)",?')


class Sample(NamedTuple):
    """One line of a scrape."""

    name: str
    labels: dict[str, str]
    value: float


class Scrape(NamedTuple):
    """The type of each family, and all samples."""

    types: dict[str, str]
    samples: list[Sample]

    def values(self, name: str) -> dict[tuple[str, ...], float]:
        """The values of one name by its label values, sorted by label name."""
        return {
            tuple(value for _, value in sorted(each.labels.items())): each.value
            for each in self.samples
            if each.name == name
        }

    def total(self, name: str) -> float:
        """The sum over all series of one name."""
        return sum(self.values(name).values())


def parsed(text: str) -> Scrape:
    """What the text format says; a line that is not of it is an error."""
    found = Scrape({}, [])
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            found.types[name] = kind
        elif not line.startswith("#"):
            sample = SAMPLE.match(line)
            assert sample, line
            labels = dict(LABEL.findall(sample[2] or ""))
            found.samples.append(Sample(sample[1], labels, float(sample[3])))
    return found


class Exporter:
    """One that runs."""

    def __init__(self, process: subprocess.Popen[bytes], web: int, statsd: int) -> None:
        self.process = process
        self.web = web
        self.statsd = statsd
        self.sent = 0

    def scrape(self) -> Scrape:
        """What Prometheus would get now; nothing while it does not answer yet."""
        assert self.process.poll() is None, "the exporter has ended"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.web}/metrics", timeout=5) as got:
                return parsed(got.read().decode())
        except OSError:
            return Scrape({}, [])

    def until(self, reached: Callable[[Scrape], bool]) -> Scrape:
        """The first scrape that is as wanted."""
        end = time.monotonic() + PATIENCE
        while not reached(found := self.scrape()):
            assert time.monotonic() < end, found
            time.sleep(0.1)
        return found

    def feed(self, lines: Iterable[str]) -> Scrape:
        """Sends lines and scrapes once every one of them is dealt with."""
        waiting = list(lines)
        packets = [waiting[at : at + LINES] for at in range(0, len(waiting), LINES)]
        with socket.socket(type=socket.SOCK_DGRAM) as client:
            for number, packet in enumerate(packets, 1):
                client.sendto("\n".join(packet).encode(), ("127.0.0.1", self.statsd))
                self.sent += len(packet)
                if number % PACKETS == 0 or number == len(packets):
                    self.until(lambda found: handled(found) == self.sent)
        return self.scrape()


def handled(found: Scrape) -> float:
    """How many events were mapped, dropped, or met no mapping."""
    return found.total("statsd_exporter_events_actions_total") + found.total(
        "statsd_exporter_events_unmapped_total"
    )


def configured(folder: Path, mappings: Iterable[StatsdMapping]) -> str:
    """The flag that names the mapping file, written here."""
    path = folder / "mapping.yaml"
    path.write_text(yaml.safe_dump({"mappings": as_config(mappings)}), "utf-8")
    return f"--statsd.mapping-config={path}"


def free_port(kind: socket.SocketKind) -> int:
    """A port that nobody listens on."""
    with socket.socket(type=kind) as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def running(folder: Path, mappings: Iterable[StatsdMapping]) -> Iterator[Exporter]:
    """An exporter of our own on the loopback, stopped by its own process."""
    web, statsd = free_port(socket.SOCK_STREAM), free_port(socket.SOCK_DGRAM)
    process = subprocess.Popen(
        [
            tool("statsd_exporter"),
            configured(folder, mappings),
            f"--web.listen-address=127.0.0.1:{web}",
            f"--statsd.listen-udp=127.0.0.1:{statsd}",
            "--statsd.listen-tcp=",
            "--log.level=error",
        ]
    )
    try:
        found = Exporter(process, web, statsd)
        found.until(lambda scrape: bool(scrape.samples))
        yield found
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
