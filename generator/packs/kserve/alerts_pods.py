"""Inference pods that are not ready or keep crashing, and pods we cannot tell apart."""

from generator.catalog import Alert, AlertSeverity, fires, quiet
from generator.packs.kserve.signals import WATCHED

ISVC = "label_serving_kserve_io_inferenceservice"
SERVER = 'container="kserve-container"'
CRASHING = 'reason="CrashLoopBackOff"'
FETCHER = 'container="storage-initializer"'
ML = 'namespace:watched{namespace="ml"}'
LABELS = "kube_pod_labels"
READY = "kube_pod_status_ready"
PHASE = "kube_pod_status_phase"
CONTAINER = "kube_pod_container_status_ready"
WAITING = "kube_pod_container_status_waiting_reason"
INIT_WAITING = "kube_pod_init_container_status_waiting_reason"

CHURN_1 = (
    f'{LABELS}{{namespace="ml",pod="churn-1",label_serving_kserve_io_inferenceservice="churn"}}'
)
CHURN_2 = (
    f'{LABELS}{{namespace="ml",pod="churn-2",label_serving_kserve_io_inferenceservice="churn"}}'
)
FRAUD_1 = (
    f'{LABELS}{{namespace="ml",pod="fraud-1",label_serving_kserve_io_inferenceservice="fraud"}}'
)
FOREIGN = (
    f'{LABELS}{{namespace="x",pod="foreign-1",label_serving_kserve_io_inferenceservice="foreign"}}'
)
FOREIGN_READY = f'{READY}{{namespace="x",pod="foreign-1",condition="true"}}'

ALERTS = (
    Alert(
        name="KServePodNotReady",
        expr="""
          (max by (namespace, pod) (kube_pod_status_ready{condition="true"}) == 0)
          * on (namespace, pod) group_left (inferenceservice) pod:inferenceservice:info
        """,
        for_="5m",
        severity=AlertSeverity.TICKET,
        summary="An inference pod of {{ $labels.inferenceservice }} is not ready",
        description=(
            "Pod {{ $labels.namespace }}/{{ $labels.pod }} of InferenceService "
            "{{ $labels.inferenceservice }} is not ready: it takes no requests."
        ),
        cases=(
            fires(
                "one pod; others are ready, done, evicted, not of KServe, or not watched",
                {"namespace": "ml", "pod": "churn-1", "inferenceservice": "churn"},
                at="5m",
                series={
                    CHURN_1: "1x30",
                    f'{READY}{{namespace="ml",pod="churn-1",condition="true"}}': "0x30",
                    f'{READY}{{namespace="ml",pod="churn-1",condition="false"}}': "1x30",
                    f'{PHASE}{{namespace="ml",pod="churn-1",phase="Running"}}': "1x30",
                    f'{PHASE}{{namespace="ml",pod="churn-1",phase="Succeeded"}}': "0x30",
                    CHURN_2: "1x30",
                    f'{READY}{{namespace="ml",pod="churn-2",condition="true"}}': "1x30",
                    f'{READY}{{namespace="ml",pod="churn-2",condition="false"}}': "0x30",
                    FRAUD_1: "1x30",
                    f'{READY}{{namespace="ml",pod="fraud-1",condition="true"}}': "0x30",
                    f'{PHASE}{{namespace="ml",pod="fraud-1",phase="Succeeded"}}': "1x30",
                    f'{LABELS}{{namespace="ml",pod="fraud-2",{ISVC}="fraud"}}': "1x30",
                    f'{READY}{{namespace="ml",pod="fraud-2",condition="true"}}': "0x30",
                    f'{PHASE}{{namespace="ml",pod="fraud-2",phase="Failed"}}': "1x30",
                    f'{LABELS}{{namespace="ml",pod="web-1"}}': "1x30",
                    f'{READY}{{namespace="ml",pod="web-1",condition="true"}}': "0x30",
                    FOREIGN: "1x30",
                    FOREIGN_READY: "0x30",
                    ML: "1x60",
                },
            ),
            quiet(
                "ready after four minutes",
                until="7m",
                series={
                    CHURN_1: "1x60",
                    f'{READY}{{namespace="ml",pod="churn-1",condition="true"}}': "0x4 1x60",
                    ML: "1x60",
                },
            ),
            quiet(
                "scaled to zero: the pod is gone",
                until="7m",
                series={
                    CHURN_1: "1x4 stale",
                    f'{READY}{{namespace="ml",pod="churn-1",condition="true"}}': "0x4 stale",
                    ML: "1x60",
                },
            ),
        ),
    ),
    # Scaled to zero there is no pod, and so no result. A pod that loads a large model may need a
    # longer `for`, which the spec can set.
    Alert(
        name="KServeInferenceServiceDown",
        expr="""
          max by (namespace, inferenceservice) (
            max by (namespace, pod) (kube_pod_status_ready{condition="true"})
            * on (namespace, pod) group_left (inferenceservice) pod:inferenceservice:info
          ) == 0
        """,
        for_="10m",
        severity=AlertSeverity.PAGE,
        summary="No pod of {{ $labels.inferenceservice }} is ready",
        description=(
            "InferenceService {{ $labels.namespace }}/{{ $labels.inferenceservice }} has pods, but "
            "none of them is ready: every request to it fails or waits."
        ),
        cases=(
            fires(
                "both pods of one; one pod of two of another",
                {"namespace": "ml", "inferenceservice": "churn"},
                at="10m",
                series={
                    CHURN_1: "1x30",
                    f'{READY}{{namespace="ml",pod="churn-1",condition="true"}}': "0x30",
                    f'{READY}{{namespace="ml",pod="churn-1",condition="false"}}': "1x30",
                    CHURN_2: "1x30",
                    f'{READY}{{namespace="ml",pod="churn-2",condition="true"}}': "0x30",
                    FRAUD_1: "1x30",
                    f'{READY}{{namespace="ml",pod="fraud-1",condition="true"}}': "0x30",
                    f'{LABELS}{{namespace="ml",pod="fraud-2",{ISVC}="fraud"}}': "1x30",
                    f'{READY}{{namespace="ml",pod="fraud-2",condition="true"}}': "1x30",
                    FOREIGN: "1x30",
                    FOREIGN_READY: "0x30",
                    ML: "1x60",
                },
            ),
            quiet(
                "a model that loads for nine minutes",
                until="12m",
                series={
                    CHURN_1: "1x60",
                    f'{READY}{{namespace="ml",pod="churn-1",condition="true"}}': "0x9 1x60",
                    ML: "1x60",
                },
            ),
            quiet(
                "scaled to zero, an evicted pod left over",
                until="12m",
                series={
                    CHURN_1: "1x60",
                    f'{READY}{{namespace="ml",pod="churn-1",condition="true"}}': "0x60",
                    f'{PHASE}{{namespace="ml",pod="churn-1",phase="Failed"}}': "1x60",
                    ML: "1x60",
                },
            ),
            quiet("no InferenceService", until="11m", series={ML: "1x60"}),
        ),
    ),
    Alert(
        name="KServeInferenceServiceCrashLooping",
        expr="""
          max by (namespace, inferenceservice, container) (
            max by (namespace, pod, container) (
              max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m])
              or
              max_over_time(
                kube_pod_init_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m]
              )
            )
            * on (namespace, pod) group_left (inferenceservice) pod:inferenceservice:info
          ) == 1
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary="{{ $labels.inferenceservice }} keeps crashing",
        description=(
            "Container {{ $labels.container }} of InferenceService {{ $labels.namespace }}/"
            "{{ $labels.inferenceservice }} crashes again and again; if it is "
            "storage-initializer, the model cannot be fetched."
        ),
        cases=(
            fires(
                "a server and an initializer; a pod that is not KServe's, and one that recovers",
                {"namespace": "ml", "inferenceservice": "churn", "container": "kserve-container"},
                {
                    "namespace": "ml",
                    "inferenceservice": "fraud",
                    "container": "storage-initializer",
                },
                at="10m",
                series={
                    CHURN_1: "1x30",
                    CHURN_2: "1x30",
                    FRAUD_1: "1x30",
                    FOREIGN: "1x30",
                    f'{WAITING}{{namespace="ml",pod="churn-1",{SERVER},{CRASHING}}}': "1x30",
                    f'{WAITING}{{namespace="ml",pod="churn-2",container="queue-proxy",'
                    f"{CRASHING}}}": "1x4 _x30",
                    f'{INIT_WAITING}{{namespace="ml",pod="fraud-1",{FETCHER},{CRASHING}}}': "1x30",
                    f'{WAITING}{{namespace="ml",pod="fraud-1",{SERVER},'
                    'reason="PodInitializing"}': "1x30",
                    f'{WAITING}{{namespace="ml",pod="web-1",container="main",{CRASHING}}}': "1x30",
                    f'{WAITING}{{namespace="x",pod="foreign-1",{SERVER},{CRASHING}}}': "1x30",
                    ML: "1x60",
                },
            ),
            fires(
                "both are seen waiting every fifth minute only",
                {"namespace": "ml", "inferenceservice": "churn", "container": "kserve-container"},
                {
                    "namespace": "ml",
                    "inferenceservice": "churn",
                    "container": "storage-initializer",
                },
                at="10m",
                series={
                    CHURN_1: "1x30",
                    f'{WAITING}{{namespace="ml",pod="churn-1",{SERVER},'
                    f"{CRASHING}}}": "1 _x4 1 _x4 1 _x4 1",
                    f'{INIT_WAITING}{{namespace="ml",pod="churn-1",{FETCHER},'
                    f"{CRASHING}}}": "1 _x4 1 _x4 1 _x4 1",
                    ML: "1x60",
                },
            ),
            quiet(
                "six minutes of work between two crashes",
                until="12m",
                series={
                    CHURN_1: "1x60",
                    f'{WAITING}{{namespace="ml",pod="churn-1",{SERVER},'
                    f"{CRASHING}}}": "1 _x5 1 _x5 1 _x5 1 _x5 1",
                    f'{INIT_WAITING}{{namespace="ml",pod="churn-1",{FETCHER},'
                    f"{CRASHING}}}": "1 _x5 1 _x5 1 _x5 1 _x5 1",
                    ML: "1x60",
                },
            ),
            quiet(
                "the labels of pods are not reported",
                until="11m",
                series={
                    f'{WAITING}{{namespace="ml",pod="churn-1",{SERVER},{CRASHING}}}': "1x60",
                    ML: "1x60",
                },
            ),
        ),
    ),
    # Without the label the alerts above see no pod at all and would stay silent for good.
    Alert(
        name="KServePodLabelsMissing",
        expr=f"""
          count by (namespace) (
            kube_pod_container_status_ready{{container="kserve-container"}}
            unless on (namespace, pod)
            kube_pod_labels{{label_serving_kserve_io_inferenceservice!=""}}
          )
          {WATCHED}
        """,
        for_="30m",
        severity=AlertSeverity.TICKET,
        summary="Inference pods in {{ $labels.namespace }} are not watched: labels are missing",
        description=(
            "kube-state-metrics reports {{ $value }} inference containers in "
            "{{ $labels.namespace }} without the label that names their InferenceService, so no "
            "alert on them can fire."
        ),
        cases=(
            fires(
                "the label is not on the allow-list; in another namespace it is there",
                {"namespace": "ml"},
                at="30m",
                series={
                    f'{CONTAINER}{{namespace="ml",pod="churn-1",{SERVER}}}': "1x60",
                    f'{LABELS}{{namespace="ml",pod="churn-1"}}': "1x60",
                    f'{CONTAINER}{{namespace="web",pod="fraud-1",{SERVER}}}': "1x60",
                    f'{LABELS}{{namespace="web",pod="fraud-1",{ISVC}="fraud"}}': "1x60",
                    f'{CONTAINER}{{namespace="web",pod="web-1",container="main"}}': "1x60",
                    f'{CONTAINER}{{namespace="x",pod="foreign-1",{SERVER}}}': "1x60",
                    ML: "1x60",
                    'namespace:watched{namespace="web"}': "1x60",
                },
            ),
            quiet(
                "29 minutes until kube-state-metrics has its new arguments",
                until="32m",
                series={
                    f'{CONTAINER}{{namespace="ml",pod="churn-1",{SERVER}}}': "1x80",
                    CHURN_1: "_x30 1x60",
                    ML: "1x80",
                },
            ),
            quiet("no inference pods", until="31m", series={ML: "1x80"}),
        ),
    ),
)
