"""Pods of the services and of the stack, labelled as their charts and manifests label them."""

from __future__ import annotations

from tests.monitors.discovery import Pod, Port, Service
from tests.monitors.families import text

METRICS = "/metrics"
NAME = "app.kubernetes.io/name"
GO = "go_goroutines 9\n"
HOSTS = 'http_server_request_duration_seconds_count{server_address="evil.example"} 1\n'
PID = 'feast_feature_server_cpu_usage{pid="4711"} 1\n'
RUNS = 'resource_manager_workflow_runs_success{workflow="run-4711"} 1\n'


def pod(
    name: str,
    labels: dict[str, str],
    *ports: Port,
    job: str = "",
    at: int = 0,
    says: str = GO,
) -> Pod:
    """One pod (namespace/name) that answers at one port, scraped as ``job`` if at all."""
    namespace, _, own = name.partition("/")
    port = at or ports[0].number
    wanted = ((job, port),) if job else ()
    return Pod(namespace, own, labels, ports, {(port, METRICS): says}, wanted)


STATSD = {"tier": "airflow", "component": "statsd", "release": "airflow"}
STATSD_PORTS = (Port("statsd", 9125, "statsd-ingest"), Port("statsd", 9102, "statsd-scrape"))
AIRFLOW = text("(airflow|statsd_exporter)_.*") + "airflow_dag_a_b_duration_count 1\n" + GO
CONTROLLER = text("controller_runtime_.*") + GO + "workqueue_depth 1\n"

SERVICES = (
    pod("airflow/airflow-statsd-1", STATSD, *STATSD_PORTS, job="airflow", at=9102, says=AIRFLOW),
    pod("elsewhere/airflow-statsd-2", STATSD, *STATSD_PORTS, at=9102, says=AIRFLOW),
    pod(
        "mlflow/mlflow-1",
        {NAME: "mlflow", "app": "mlflow"},
        Port("mlflow", 5000, "mlflow"),
        job="mlflow",
        says=text("mlflow_http_.*") + "mlflow_http_request_created 1\n",
    ),
    pod(
        "kubeflow/workflow-controller-1",
        {"app": "workflow-controller"},
        Port("workflow-controller", 9090, "metrics"),
        Port("workflow-controller", 6060),
        job="kubeflow",
        says=text("argo_.*"),
    ),
    pod(
        "kubeflow/ml-pipeline-1",
        {"app": "ml-pipeline"},
        Port("ml-pipeline-api-server", 8888, "http"),
        Port("ml-pipeline-api-server", 8887, "grpc"),
        job="kubeflow",
        says=text("(run|job)_server_.*") + RUNS,
    ),
    pod(
        "kubeflow/training-operator-1",
        {"control-plane": "kubeflow-training-operator"},
        Port("training-operator", 8080),
        Port("training-operator", 9443, "webhook-server"),
        job="kubeflow",
        says=text("training_operator_.*"),
    ),
    pod(
        "kubeflow-system/trainer-1",
        {
            NAME: "trainer",
            "app.kubernetes.io/component": "manager",
            "app.kubernetes.io/part-of": "kubeflow",
        },
        Port("manager", 8443, "metrics"),
        job="kubeflow",
        says=CONTROLLER,
    ),
    pod(
        "kubeflow/katib-controller-1",
        {"katib.kubeflow.org/component": "controller"},
        Port("katib-controller", 8080, "metrics"),
        Port("katib-controller", 8443, "webhook"),
        job="kubeflow",
        says=text("katib_.*") + CONTROLLER,
    ),
    pod(
        "kubeflow/notebook-controller-1",
        {"app": "notebook-controller"},
        Port("manager"),
        job="kubeflow",
        at=8080,
        says=text("notebook_.*"),
    ),
    pod(
        "knative-serving/autoscaler-1",
        {"app.kubernetes.io/component": "autoscaler", NAME: "knative-serving"},
        Port("autoscaler", 9090, "metrics"),
        Port("autoscaler", 8008, "profiling"),
        job="kserve",
        says=text("kn_revision_.*|autoscaler_.*") + HOSTS,
    ),
    pod(
        "knative-serving/activator-1",
        {"app.kubernetes.io/component": "activator", NAME: "knative-serving"},
        Port("activator", 9090, "metrics"),
        says=HOSTS,
    ),
    *(
        pod(
            f"argocd/argocd-{part}-0",
            {NAME: f"argocd-{part}"},
            Port(part, port - 1000),
            Port(part, port),
            job="argocd",
            at=port,
            says=says,
        )
        for part, port, says in (
            (
                "application-controller",
                8082,
                text("argocd_(app|cluster).*") + 'argocd_app_k8s_request_total{name="a"} 1\n',
            ),
            ("server", 8083, GO),
            ("repo-server", 8084, text("argocd_(git|repo).*")),
        )
    ),
)

FEAST = tuple(
    Service(
        f"feast-{name}",
        labels,
        (("http", 6566), ("metrics", 8000)),
        pod(
            f"feast/feast-{name}-1",
            {},
            Port("online", 6566, "http"),
            job="feast",
            at=8000,
            says=text("feast_.*") + PID,
        ),
    )
    for name, labels in (
        ("shop-online", {"feast.dev/service-type": "online", "feast.dev/name": "shop"}),
        ("chart", {NAME: "feast-feature-server"}),
    )
)
# Our own programs, as the workloads of an overlay run them.
OURS = tuple(
    Service(
        f"watchkeeper-{name}",
        {NAME: name},
        (("metrics", port),),
        pod(
            f"monitoring/watchkeeper-{name}-1",
            {NAME: name},
            Port(name, port, "metrics"),
            job=name,
            says=text(families),
        ),
    )
    for name, port, families in (
        ("mlflow-exporter", 9101, "mlflow_(?!http_).*"),
        ("drift-exporter", 9109, "model_(data|estimated|labelled|monitoring)_.*"),
    )
)
MANAGER = pod(
    "kserve/kserve-controller-manager-1",
    {"control-plane": "kserve-controller-manager"},
    Port("kube-rbac-proxy", 8443, "https"),
    Port("manager", 8080, "metrics"),
    Port("manager", 9443, "webhook-server"),
    job="kserve",
    says=CONTROLLER,
)
OF_KSERVE = {"control-plane": "kserve-controller-manager"}
BEHIND = (
    *FEAST,
    *OURS,
    Service("kserve-controller-manager-metrics-service", OF_KSERVE, (("https", 8443),), MANAGER),
    Service("kserve-controller-manager-service", OF_KSERVE, (("", 8443),), MANAGER),
)


PODS = (*SERVICES, MANAGER, *(each.pod for each in (*FEAST, *OURS)))
