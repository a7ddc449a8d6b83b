"""Where MLflow's tracking server and our exporter of its store are scraped."""

from generator.catalog import Access, Endpoint, Health, Target, TargetKind, Where
from generator.catalog.scrape import drop

NAME = "app.kubernetes.io/name"
SERVER = "http://mlflow.{namespace}:80"
EXPORTER = "mlflow-exporter"
LABELS = ((NAME, EXPORTER),)
PORT = ("metrics", 9101)

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
        EXPORTER,
        TargetKind.SERVICE,
        (Endpoint(PORT[0], metric_relabelings=(drop(".+_created"),)),),
        labels=LABELS,
        where=Where.STACK,
        # The exporter bounds each family and says what it left out.
        sample_limit=50_000,
        name=EXPORTER,
    ),
)
ACCESS = (Access(EXPORTER, LABELS, (((PORT[1],), ("prometheus",)),)),)

# Past the pod: by the name that others use.
HEALTH = (Health("server", f"{SERVER}/health"),)

BY_HAND = (
    (
        "Runs, experiments and registered models are seen only with our exporter: write "
        "`exporter: {}` into the service's spec, and `images.exporters` into the platform's."
    ),
    (
        "The exporter needs a Secret in the stack's namespace where it reads the database "
        "(`secretRef`), or where the server asks for a password (`secret`)."
    ),
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
