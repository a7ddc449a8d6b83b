"""Which InferenceService a pod or revision belongs to, and its scaling under one set of names."""

from generator.catalog import Signal

WATCHED = "* on (namespace) group_left () max by (namespace) (namespace:watched)"

# KServe names Knative services and autoscalers after the InferenceService and its component; old
# releases add -default.
COMPONENT = ".+-(predictor|transformer|explainer)(-default)?"
SERVICE = f'kn_service_name=~"{COMPONENT}"'
OLD_SERVICE = f'service_name=~"{COMPONENT}"'
OF = '"(.+)-(predictor|transformer|explainer)(-default)?"'

LABELS = ("namespace", "inferenceservice", "revision")


def _revision(metric: str) -> str:
    return f"""
      max by (namespace, inferenceservice, revision) (
        label_replace(
          label_join(
            label_join({metric}{{{SERVICE}}}, "namespace", "", "k8s_namespace_name"),
            "revision", "", "kn_revision_name"
          ),
          "inferenceservice", "$1", "kn_service_name", {OF}
        )
      )
      {WATCHED}
    """


def _old_revision(metric: str) -> str:
    return f"""
      max by (namespace, inferenceservice, revision) (
        label_replace(
          label_join(
            label_join({metric}{{{OLD_SERVICE}}}, "namespace", "", "namespace_name"),
            "revision", "", "revision_name"
          ),
          "inferenceservice", "$1", "service_name", {OF}
        )
      )
      {WATCHED}
    """


SIGNALS = (
    # Pods that have ended, were evicted or lost their node stay in the list and are never ready
    # again; those that took their place are judged themselves.
    Signal(
        "pod:inferenceservice:info",
        f"""
          max by (namespace, pod, inferenceservice) (
            label_join(
              kube_pod_labels{{label_serving_kserve_io_inferenceservice!=""}},
              "inferenceservice", "", "label_serving_kserve_io_inferenceservice"
            )
          )
          {WATCHED}
          unless on (namespace, pod) (
            kube_pod_status_phase{{phase=~"Succeeded|Failed"}} == 1
          )
        """,
        labels=("namespace", "pod", "inferenceservice"),
        unit="info",
        help="One series per live pod of an InferenceService in a watched namespace.",
    ),
    Signal(
        "revision:pods_desired:max",
        _revision("kn_revision_pods_desired"),
        labels=LABELS,
        unit="pods",
        help="Pods Knative's autoscaler wants for a revision.",
    ),
    Signal(
        "revision:pods_desired:max",
        _old_revision("autoscaler_desired_pods"),
        labels=LABELS,
        unit="pods",
        help="The same of Knative up to 1.18.",
    ),
    Signal(
        "revision:pods:max",
        _revision("kn_revision_pods_count"),
        labels=LABELS,
        unit="pods",
        help="Pods a revision has.",
    ),
    Signal(
        "revision:pods:max",
        _old_revision("autoscaler_actual_pods"),
        labels=LABELS,
        unit="pods",
        help="The same of Knative up to 1.18.",
    ),
    Signal(
        "revision:panic:max",
        _revision("kn_revision_panic_mode"),
        labels=LABELS,
        unit="bool",
        range=(0, 1),
        help="1 while Knative's autoscaler is in panic mode for a revision.",
    ),
    Signal(
        "revision:panic:max",
        _old_revision("autoscaler_panic_mode"),
        labels=LABELS,
        unit="bool",
        range=(0, 1),
        help="The same of Knative up to 1.18.",
    ),
    # An autoscaler whose bounds are equal is always at its maximum and means to be.
    Signal(
        "inferenceservice:spare_replicas:min",
        f"""
          label_replace(
            max by (namespace, horizontalpodautoscaler) (
              kube_horizontalpodautoscaler_spec_max_replicas
            )
            - max by (namespace, horizontalpodautoscaler) (
              kube_horizontalpodautoscaler_status_current_replicas
            )
            unless
            max by (namespace, horizontalpodautoscaler) (
              kube_horizontalpodautoscaler_spec_max_replicas
            )
            == max by (namespace, horizontalpodautoscaler) (
              kube_horizontalpodautoscaler_spec_min_replicas
            ),
            "inferenceservice", "$1", "horizontalpodautoscaler", {OF}
          )
          and on (namespace, inferenceservice) pod:inferenceservice:info
        """,
        labels=("namespace", "inferenceservice", "horizontalpodautoscaler"),
        unit="replicas",
        help="Replicas that the autoscaler of an InferenceService may still add.",
    ),
    Signal(
        "inferenceservice:queue_depth:mean",
        """
          avg by (namespace, inferenceservice) (
            max by (namespace, pod) (
              kn_serving_queue_depth or kn_queueproxy_depth or revision_queue_depth
            )
            * on (namespace, pod) group_left (inferenceservice) pod:inferenceservice:info
          )
        """,
        labels=("namespace", "inferenceservice"),
        unit="requests",
        help="Mean number of requests in a pod's queue-proxy, those being answered included.",
    ),
)
