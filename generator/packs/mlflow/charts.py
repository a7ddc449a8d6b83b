"""The community's chart of MLflow, as others install it; MLflow itself publishes none we know."""

from generator.catalog import Chart, Install, Site, Wave

CHARTS = (
    Chart(
        name="mlflow",
        repository="https://community-charts.github.io/helm-charts",
        version="1.11.5",
        keys={1: "mlflow/mlflow-1.txt"},
        by_others=True,
    ),
)


def installs(site: Site) -> tuple[Install, ...]:
    """One release, in the namespace that the spec names."""
    return (Install("mlflow", "mlflow", Wave.STORES, site.services["mlflow"]),)
