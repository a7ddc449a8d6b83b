"""Everything that the shipped specs have scraped, as one Prometheus sees it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import yaml

from tests.monitors.operating import probe_config, scrape_configs
from tests.monitors.scene_models import MODELS
from tests.monitors.scene_services import BEHIND, PODS
from tests.monitors.scene_stack import STACK
from tests.monitors.serving import answering, scraping, targets
from tests.support import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.monitors.operating import Object

NAMED = tuple(
    replace(pod, ip=pod.ip or f"10.0.{number // 250}.{number % 250 + 1}")
    for number, pod in enumerate((*MODELS, *PODS, *STACK))
)
BY_NAME = {pod.name: pod for pod in NAMED}
SERVICES = tuple(replace(each, pod=BY_NAME[each.pod.name]) for each in BEHIND)
POD = "__meta_kubernetes_pod_name"  # which a probe does not have
ASKS = "http://blackbox-exporter:9115/probe?module=http_2xx&target="


class Seen:
    """What Prometheus found: its targets that are pods, and all series by name."""

    def __init__(self, active: list[dict[str, Any]], series: list[dict[str, str]]) -> None:
        self.active = active
        self.series = series

    def of(self, pod: str, job: str) -> list[dict[str, str]]:
        """The series of one job of one pod, without those that every scrape has."""
        wanted = {
            each["labels"]["instance"]
            for each in self.active
            if (each["discoveredLabels"][POD], each["labels"]["job"]) == (pod, job)
        }
        return [
            each
            for each in self.series
            if each["instance"] in wanted
            and each["job"] == job
            and each["__name__"] != "up"
            and not each["__name__"].startswith("scrape_")
        ]


def below(folder: str) -> list[Object]:
    """The objects of the shipped specs in one folder of the base."""
    return [
        each
        for document in shipped.build().documents
        if document.path.startswith(f"base/{folder}/")
        for each in yaml.load_all(document.body, yaml.CSafeLoader)
    ]


def asked(found: Object) -> list[str]:
    """The addresses of a probe."""
    return list(found["spec"]["targets"]["staticConfig"]["static"])


def scraped(folder: Path) -> Seen:
    """What a Prometheus has that scraped all of it once, its files in a folder."""
    probes = below("probes")
    answers = {
        f"http://{pod.host}:{port}{path}": text
        for pod in NAMED
        for (port, path), text in pod.answers.items()
    }
    urls = (url for probe in probes for url in asked(probe))
    answers |= {f"{ASKS}{quote(url, safe='')}": "probe_success 1\n" for url in urls}
    with answering(answers) as proxy:
        configs = list(scrape_configs(below("monitors"), NAMED, SERVICES, folder, proxy))
        configs += [probe_config(probe, proxy) for probe in probes]
        with scraping(folder, configs) as prometheus:
            found = prometheus.ask('query?query={job=~".%2B"}')["result"]
            active = [each for each in targets(prometheus) if POD in each["discoveredLabels"]]
            return Seen(active, [each["metric"] for each in found])
