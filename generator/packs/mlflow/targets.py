"""Where MLflow's tracking server and our exporter of its store are scraped."""

from generator.catalog import Endpoint, Health, Target, TargetKind
from generator.catalog.scrape import drop

NAME = "app.kubernetes.io/name"

TARGETS = (
    Target(
        "mlflow",
        TargetKind.POD,
        (Endpoint("mlflow", metric_relabelings=(drop(".+_created"),)),),
        labels=((NAME, "mlflow"),),
        # Two families by method and status.
        sample_limit=5_000,
    ),
    Target(
        "mlflow-exporter",
        TargetKind.POD,
        (Endpoint("metrics", metric_relabelings=(drop(".+_created"),)),),
        labels=((NAME, "mlflow-exporter"),),
        # The exporter bounds each family and says what it left out.
        sample_limit=50_000,
        name="mlflow-exporter",
    ),
)

# Past the pod: by the name that others use.
HEALTH = (Health("server", "http://mlflow.{namespace}:80/health"),)

BY_HAND = (
    (
        "Install the community's chart with the generated values; a server that is installed "
        "otherwise starts with `--expose-prometheus <folder it may write>`."
    ),
    "The server's image needs the Python package `prometheus-flask-exporter`.",
    (
        "MLflow's own basic auth closes `/metrics` too, and we send no password: sign people "
        "in before the server instead."
    ),
)
