"""What a scrape shows, through the real exposition and the real parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from prometheus_client import generate_latest
from prometheus_client.openmetrics import exposition, parser
from prometheus_client.parser import text_string_to_metric_families

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.samples import Sample

SHORT = {"model_name", "model_version"}  # left out of keys where only one model is looked at


def samples(text: str) -> dict[str, float]:
    """The value of each series, as `name{label=value,...}` without the model's labels."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = {name: value for name, value in sample.labels.items() if name not in SHORT}
            inner = ",".join(f"{name}={value}" for name, value in sorted(labels.items()))
            found[f"{sample.name}{{{inner}}}" if inner else sample.name] = sample.value
    return found


def scraped(registry: CollectorRegistry) -> dict[str, float]:
    """The same of a registry, where names lose what all of them begin with."""
    text = generate_latest(registry).decode()
    return {re.sub("^model_(prediction_)?", "", key): value for key, value in samples(text).items()}


def exemplars(registry: CollectorRegistry) -> list[Sample]:
    """The samples that carry an exemplar, as OpenMetrics has them."""
    text = exposition.generate_latest(registry).decode()
    return [
        sample
        for family in parser.text_string_to_metric_families(text)
        for sample in family.samples
        if sample.exemplar
    ]
