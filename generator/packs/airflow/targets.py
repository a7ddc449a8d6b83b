"""Where the statsd exporter is scraped that Airflow's chart installs."""

from generator.catalog import Endpoint, Health, Target, TargetKind
from generator.catalog.scrape import declared, keep
from generator.packs.airflow.metrics import METRICS

TARGETS = (
    Target(
        "airflow",
        TargetKind.POD,
        (
            Endpoint(
                "statsd-scrape",
                # Without our mapping Airflow writes ids of DAGs and tasks into names of metrics.
                metric_relabelings=(keep(*declared(METRICS), "statsd_exporter_.*"),),
            ),
        ),
        labels=(("component", "statsd"), ("tier", "airflow")),
        # 10,000 tasks: five series of a summary and two gauges each.
        sample_limit=100_000,
    ),
)

HEALTH = (
    # The chart's own probe asks for the same; older than Airflow 3, nothing answers there.
    Health("api", "http://airflow-api-server.{namespace}:8080/api/v2/monitor/health"),
)
