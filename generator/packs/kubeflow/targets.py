"""Where Kubeflow's parts are scraped.

Several report a label namespace, the user's, which the target's renames to exported_namespace; the
rules read that.
"""

from generator.catalog import Endpoint, Health, Relabeling, Target, TargetKind, Where
from generator.catalog.scrape import CONTAINER, address, drop, only

# Clients and work queues of the controllers, and the Go runtime.
NOISE = ("rest_client_.*", "workqueue_.*", "go_.*")
# A phase or a result for each namespace of users.
SERIES = 20_000


def _part(
    name: str, endpoint: Endpoint, *labels: tuple[str, str], where: Where = Where.SERVICE
) -> Target:
    return Target(
        "kubeflow",
        TargetKind.POD,
        (endpoint,),
        labels=labels,
        where=where,
        sample_limit=SERIES,
        name=f"kubeflow-{name}",
    )


def _endpoint(
    port: str,
    *dropped: str,
    scheme: str = "http",
    relabelings: tuple[Relabeling, ...] = (),
) -> Endpoint:
    return Endpoint(
        port,
        scheme=scheme,
        insecure=scheme == "https",  # certificates that the controllers sign themselves
        relabelings=relabelings,
        metric_relabelings=(drop(*dropped, *NOISE),),
    )


TARGETS = (
    _part(
        "workflow-controller", _endpoint("metrics", scheme="https"), ("app", "workflow-controller")
    ),
    # A series for each run of a pipeline.
    _part(
        "pipelines-api",
        _endpoint("http", "resource_manager_workflow_runs_.*"),
        ("app", "ml-pipeline"),
    ),
    _part("training-operator", _endpoint("8080"), ("control-plane", "kubeflow-training-operator")),
    _part(
        "trainer",
        _endpoint("metrics", scheme="https"),
        ("app.kubernetes.io/component", "manager"),
        ("app.kubernetes.io/part-of", "kubeflow"),
        where=Where.ANY,  # it has a namespace of its own beside Kubeflow's
    ),
    _part("katib", _endpoint("metrics"), ("katib.kubeflow.org/component", "controller")),
    _part(
        "notebook-controller",
        # It declares no port.
        _endpoint("", relabelings=(only(CONTAINER, "manager"), *address(8080))),
        ("app", "notebook-controller"),
    ),
)

HEALTH = (Health("pipelines-api", "http://ml-pipeline.{namespace}:8888/apis/v1beta1/healthz"),)

BY_HAND = (
    (
        "Its manifests close their namespaces with NetworkPolicies: let Prometheus reach "
        "ports 8080, 8888 and 9090 in `kubeflow`, and 8443 in `kubeflow-system`."
    ),
    (
        "Argo Workflows from its own chart: `controller.metricsConfig.enabled: true` and "
        "`controller.metricsConfig.secure: true`."
    ),
    (
        "Where Istio denies what nobody allowed: put the metrics port of each part into its "
        "pod annotation `traffic.sidecar.istio.io/excludeInboundPorts`."
    ),
)
