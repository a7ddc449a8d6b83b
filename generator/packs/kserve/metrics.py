"""What kube-state-metrics, the KServe controller and Knative report.

The controller has no metrics of its own, only those of controller-runtime. Knative has had three
generations of names; each metric says which releases have it.
"""

from generator.catalog import counter, gauge

PODS = (
    gauge(
        "kube_pod_labels",
        *("namespace", "pod", "uid", "label_serving_kserve_io_inferenceservice"),
        unit="info",
        help="The labels of a pod that kube-state-metrics is told to report, as label_*.",
    ),
    gauge(
        "kube_pod_status_ready",
        *("namespace", "pod", "uid", "condition"),
        unit="bool",
        range=(0, 1),
        help="1 for the value (true, false, unknown) a pod's Ready condition has.",
    ),
    gauge(
        "kube_pod_status_phase",
        *("namespace", "pod", "uid", "phase"),
        unit="bool",
        range=(0, 1),
        help="1 for the phase a pod is in, 0 for the others.",
    ),
    gauge(
        "kube_pod_container_status_ready",
        *("namespace", "pod", "container", "uid"),
        unit="bool",
        range=(0, 1),
        help="1 while a container is ready.",
    ),
    gauge(
        "kube_pod_container_status_waiting_reason",
        *("namespace", "pod", "container", "uid", "reason"),
        unit="bool",
        range=(0, 1),
        help="1 with the reason a container waits; no series while it does not.",
    ),
    gauge(
        "kube_pod_init_container_status_waiting_reason",
        *("namespace", "pod", "container", "uid", "reason"),
        unit="bool",
        range=(0, 1),
        help="1 with the reason an init container waits; no series while it does not.",
    ),
    gauge(
        "kube_horizontalpodautoscaler_status_current_replicas",
        *("namespace", "horizontalpodautoscaler"),
        unit="replicas",
        help="Replicas an autoscaler sees.",
    ),
    gauge(
        "kube_horizontalpodautoscaler_spec_max_replicas",
        *("namespace", "horizontalpodautoscaler"),
        unit="replicas",
        help="Replicas an autoscaler may not exceed.",
    ),
    gauge(
        "kube_horizontalpodautoscaler_spec_min_replicas",
        *("namespace", "horizontalpodautoscaler"),
        unit="replicas",
        help="Replicas an autoscaler may not fall below.",
    ),
)

CONTROLLER = (
    counter(
        "controller_runtime_reconcile_total",
        *("controller", "result"),
        unit="reconciles",
        help="Reconciliations by result: success, error, requeue, requeue_after.",
    ),
    counter(
        "controller_runtime_reconcile_errors_total",
        "controller",
        unit="errors",
        help="Reconciliations that failed.",
    ),
)

OTEL = "Knative 1.19 and later"
OPENCENSUS = "Knative up to 1.18"
REVISION = ("k8s_namespace_name", "kn_revision_name", "kn_service_name", "kn_configuration_name")
OLD_REVISION = ("namespace_name", "revision_name", "service_name", "configuration_name")

KNATIVE = (
    gauge(
        "kn_revision_pods_desired",
        *REVISION,
        unit="pods",
        help="Pods the autoscaler wants for a revision.",
        versions=OTEL,
    ),
    gauge(
        "kn_revision_pods_count",
        *REVISION,
        unit="pods",
        help="Pods a revision has.",
        versions=OTEL,
    ),
    gauge(
        "kn_revision_panic_mode",
        *REVISION,
        unit="bool",
        range=(0, 1),
        help="1 while the autoscaler sees load rise too fast for its usual pace.",
        versions=OTEL,
    ),
    gauge(
        "autoscaler_desired_pods",
        *OLD_REVISION,
        unit="pods",
        help="Former name of kn_revision_pods_desired.",
        versions=OPENCENSUS,
    ),
    gauge(
        "autoscaler_actual_pods",
        *OLD_REVISION,
        unit="pods",
        help="Former name of kn_revision_pods_count.",
        versions=OPENCENSUS,
    ),
    gauge(
        "autoscaler_panic_mode",
        *OLD_REVISION,
        unit="bool",
        range=(0, 1),
        help="Former name of kn_revision_panic_mode.",
        versions=OPENCENSUS,
    ),
    gauge(
        "kn_serving_queue_depth",
        unit="requests",
        help="Requests in a pod or waiting for it; no series with unlimited concurrency.",
        versions="Knative serving 0.46.9, 0.47.1, 0.48.0 and later",
    ),
    gauge(
        "kn_queueproxy_depth",
        unit="requests",
        help="Former name of kn_serving_queue_depth.",
        versions="Knative serving 0.46.0 to 0.46.7 and 0.47.0",
    ),
    gauge(
        "revision_queue_depth",
        *OLD_REVISION,
        *("container_name", "pod_name", "response_code", "response_code_class"),
        unit="requests",
        help="Former name of kn_queueproxy_depth.",
        versions=OPENCENSUS,
    ),
)

METRICS = (*PODS, *CONTROLLER, *KNATIVE)
