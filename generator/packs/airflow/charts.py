"""The official chart of Airflow, as others install it."""

from generator.catalog import Chart, Install, Site, Wave

CHARTS = (
    Chart(
        name="airflow",
        repository="https://airflow.apache.org",
        version="1.22.0",
        keys={1: "airflow/airflow-1.txt"},
        by_others=True,
    ),
)
BY_HAND = (
    "Install the official chart as release `airflow`, with the generated values.",
    (
        "From Airflow 3.2 on, `[metrics] legacy_names_on` stays `True`, its default; without the "
        "old names no DAG and no task is seen."
    ),
)


def installs(site: Site) -> tuple[Install, ...]:
    """One release, in the namespace that the spec names."""
    return (Install("airflow", "airflow", Wave.STORES, site.services["airflow"]),)
