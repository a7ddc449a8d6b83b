"""What both charts of Tempo are told, each in a place of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.catalog import Site, Tree
    from generator.spec.stores import ObjectStore

HOUR = 3600
# Series that are made of spans, some 40 for each name of a span in a service (measured). A name is
# what a program says: with an id in it each request makes its own, and this is where it ends.
MAX_SERIES = {"small": 20_000, "ha": 100_000, "distributed": 500_000}
PROCESSORS = ("service-graphs", "span-metrics")


def retention(site: Site) -> str:
    """Whole hours: Tempo knows no days."""
    return f"{-(-site.stack.traces.retention // HOUR)}h"


def s3(used: ObjectStore) -> Tree:
    """The bucket; keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or with the pod."""
    found: Tree = {"bucket": used.buckets.traces, "endpoint": used.endpoint}
    if used.region:
        found["region"] = used.region
    return found


def env_from(used: ObjectStore) -> Tree:
    """The Secret with the bucket's keys, if there is one."""
    return {"extraEnvFrom": [{"secretRef": {"name": used.secret}}]} if used.secret else {}


def overrides(site: Site) -> Tree:
    """Without it the metrics generator runs and makes nothing."""
    generator = {
        "processors": list(PROCESSORS),
        "max_active_series": MAX_SERIES[site.environment.profile],
    }
    return {"defaults": {"metrics_generator": generator}}


def write(site: Site) -> Tree:
    """Where series go, with the traces that they were seen in."""
    found = [{"url": url, "send_exemplars": True} for url in site.writes]
    return {"remote_write": found} if found else {}


def external_labels(site: Site) -> Tree:
    """Prometheus adds these itself to what it sends on; Mimir takes series as they come."""
    if not site.distributed:
        return {}
    place = site.environment
    return {"registry": {"external_labels": {"cluster": place.cluster, "environment": place.name}}}
