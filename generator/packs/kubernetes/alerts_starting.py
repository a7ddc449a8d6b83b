"""Pods that do not get as far as running."""

from generator.catalog import Alert, AlertSeverity, fires, quiet
from generator.packs.kubernetes.signals import WATCHED

MAIN = 'container="main"'
GPUS = 'resource="nvidia_com_gpu"'
FETCHER = 'container="storage-initializer"'
ML = 'namespace:watched{namespace="ml"}'
UNSCHEDULABLE = "kube_pod_status_unschedulable"
REQUESTS = "kube_pod_container_resource_requests"
PHASE = "kube_pod_status_phase"
WAITING = "kube_pod_container_status_waiting_reason"
INIT_WAITING = "kube_pod_init_container_status_waiting_reason"

# Whole GPUs and the slices of divided ones, nvidia_com_mig_1g_5gb and the like.
GPU = 'resource=~"nvidia_com_(gpu|mig_.+)"'
NO_IMAGE = 'reason=~"ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName"'

ALERTS = (
    Alert(
        name="KubernetesPodUnschedulable",
        expr=f"""
          (
            max by (namespace, pod) (kube_pod_status_unschedulable) == 1
            unless on (namespace, pod) (kube_pod_container_resource_requests{{{GPU}}} > 0)
          )
          {WATCHED}
        """,
        for_="15m",
        severity=AlertSeverity.TICKET,
        summary="No node takes {{ $labels.namespace }}/{{ $labels.pod }}",
        description=(
            "The scheduler finds no node for the pod: too little CPU or memory, "
            "a taint, an affinity or a volume in another zone."
        ),
        cases=(
            fires(
                "15 minutes without a node; pods that want GPUs have an alert of their own",
                {"namespace": "ml", "pod": "a"},
                at="15m",
                series={
                    f'{UNSCHEDULABLE}{{namespace="ml",pod="a"}}': "1x30",
                    f'{REQUESTS}{{namespace="ml",pod="a",{MAIN},resource="cpu"}}': "64x30",
                    f'{REQUESTS}{{namespace="ml",pod="a",{MAIN},{GPUS}}}': "0x30",
                    f'{UNSCHEDULABLE}{{namespace="ml",pod="b"}}': "1x30",
                    f'{REQUESTS}{{namespace="ml",pod="b",{MAIN},{GPUS}}}': "1x30",
                    f'{UNSCHEDULABLE}{{namespace="x",pod="c"}}': "1x30",
                    ML: "1x60",
                },
            ),
            quiet(
                "a node is found after 14 minutes",
                until="16m",
                series={
                    f'{UNSCHEDULABLE}{{namespace="ml",pod="a"}}': "1x14 stale",
                    ML: "1x60",
                },
            ),
            quiet("all pods have a node", until="16m", series={ML: "1x60"}),
        ),
    ),
    Alert(
        name="KubernetesGpuShortage",
        expr=f"""
          sum by (namespace) (
            max by (namespace, pod, container) (kube_pod_container_resource_requests{{{GPU}}})
            and on (namespace, pod) (kube_pod_status_unschedulable == 1)
          )
          {WATCHED}
          > 0
        """,
        for_="15m",
        severity=AlertSeverity.TICKET,
        summary="Pods of {{ $labels.namespace }} wait for {{ $value }} GPUs",
        description=(
            "No node has the GPUs that pods of {{ $labels.namespace }} ask for: "
            "all are taken, a GPU node is missing, or a node does not offer its GPUs."
        ),
        cases=(
            fires(
                "one pod after the other waits; in a second namespace only a pod without GPUs",
                {"namespace": "ml"},
                at="15m",
                series={
                    f'{UNSCHEDULABLE}{{namespace="ml",pod="a"}}': "1x8 stale",
                    f'{REQUESTS}{{namespace="ml",pod="a",{MAIN},{GPUS}}}': "2x30",
                    f'{UNSCHEDULABLE}{{namespace="ml",pod="b"}}': "_x7 1x30",
                    f'{REQUESTS}{{namespace="ml",pod="b",{MAIN},'
                    'resource="nvidia_com_mig_1g_5gb"}': "1x30",
                    f'{UNSCHEDULABLE}{{namespace="web",pod="c"}}': "1x30",
                    f'{REQUESTS}{{namespace="web",pod="c",{MAIN},resource="cpu"}}': "8x30",
                    f'{REQUESTS}{{namespace="web",pod="c",{MAIN},{GPUS}}}': "0x30",
                    f'{REQUESTS}{{namespace="web",pod="d",{MAIN},{GPUS}}}': "1x30",
                    f'{UNSCHEDULABLE}{{namespace="x",pod="e"}}': "1x30",
                    f'{REQUESTS}{{namespace="x",pod="e",{MAIN},{GPUS}}}': "1x30",
                    ML: "1x60",
                    'namespace:watched{namespace="web"}': "1x60",
                },
            ),
            quiet(
                "a GPU node joins within 15 minutes",
                until="16m",
                series={
                    f'{UNSCHEDULABLE}{{namespace="ml",pod="a"}}': "1x14 stale",
                    f'{REQUESTS}{{namespace="ml",pod="a",{MAIN},{GPUS}}}': "2x40",
                    ML: "1x60",
                },
            ),
            quiet(
                "no requests are reported",
                until="16m",
                series={f'{UNSCHEDULABLE}{{namespace="ml",pod="a"}}': "1x40", ML: "1x60"},
            ),
        ),
    ),
    Alert(
        name="KubernetesPodPending",
        expr=f"""
          (
            max by (namespace, pod) (kube_pod_status_phase{{phase="Pending"}}) == 1
            unless on (namespace, pod) (kube_pod_status_unschedulable == 1)
            unless on (namespace, pod) (container:waiting:max5m{{{NO_IMAGE}}} == 1)
          )
          {WATCHED}
        """,
        for_="30m",
        severity=AlertSeverity.TICKET,
        summary="{{ $labels.namespace }}/{{ $labels.pod }} has a node but does not start",
        description=(
            "The pod has been pending for a while although a node took it and its images load: "
            "a volume does not attach, a ConfigMap or Secret is missing, or an initializer hangs."
        ),
        cases=(
            fires(
                "30 minutes; a pod without a node and one without its image have their own alerts",
                {"namespace": "ml", "pod": "a"},
                at="30m",
                series={
                    f'{PHASE}{{namespace="ml",pod="a",phase="Pending"}}': "1x60",
                    f'{PHASE}{{namespace="ml",pod="a",phase="Running"}}': "0x60",
                    f'{WAITING}{{namespace="ml",pod="a",{MAIN},'
                    'reason="ContainerCreating"}': "1x60",
                    f'{PHASE}{{namespace="ml",pod="b",phase="Pending"}}': "1x60",
                    f'{UNSCHEDULABLE}{{namespace="ml",pod="b"}}': "1x60",
                    f'{PHASE}{{namespace="ml",pod="c",phase="Pending"}}': "1x60",
                    f'{WAITING}{{namespace="ml",pod="c",{MAIN},reason="ImagePullBackOff"}}': "1x60",
                    f'{PHASE}{{namespace="ml",pod="d",phase="Pending"}}': "0x60",
                    f'{PHASE}{{namespace="ml",pod="d",phase="Running"}}': "1x60",
                    f'{PHASE}{{namespace="x",pod="e",phase="Pending"}}': "1x60",
                    ML: "1x60",
                },
            ),
            quiet(
                "it starts after 29 minutes",
                until="31m",
                series={
                    f'{PHASE}{{namespace="ml",pod="a",phase="Pending"}}': "1x29 0x60",
                    ML: "1x80",
                },
            ),
            quiet("no pods at all", until="31m", series={ML: "1x80"}),
        ),
    ),
    Alert(
        name="KubernetesImagePullFailed",
        expr=f"max by (namespace, pod, container) (container:waiting:max5m{{{NO_IMAGE}}}) == 1",
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary="The image of {{ $labels.namespace }}/{{ $labels.pod }} cannot be pulled",
        description=(
            "Container {{ $labels.container }} does not get its image: the name or "
            "tag is wrong, the registry refuses the node's credentials, or it does not answer."
        ),
        cases=(
            fires(
                "the two reasons take turns; another pod gets its image at the second try",
                {"namespace": "ml", "pod": "a", "container": "main"},
                {"namespace": "ml", "pod": "b", "container": "storage-initializer"},
                at="10m",
                series={
                    f'{WAITING}{{namespace="ml",pod="a",{MAIN},'
                    'reason="ErrImagePull"}': "1 _x9 1 _x9 1",
                    f'{WAITING}{{namespace="ml",pod="a",{MAIN},'
                    'reason="ImagePullBackOff"}': "_x5 1 _x4 _x5 1 _x4",
                    f'{INIT_WAITING}{{namespace="ml",pod="b",{FETCHER},'
                    'reason="InvalidImageName"}': "1x30",
                    f'{WAITING}{{namespace="ml",pod="c",{MAIN},reason="ErrImagePull"}}': "1x4 _x30",
                    f'{WAITING}{{namespace="ml",pod="d",{MAIN},'
                    'reason="ContainerCreating"}': "1x30",
                    f'{WAITING}{{namespace="x",pod="e",{MAIN},reason="ErrImagePull"}}': "1x30",
                    ML: "1x60",
                },
            ),
            quiet(
                "five minutes of failures, which are seen for ten",
                until="16m",
                series={
                    f'{WAITING}{{namespace="ml",pod="a",{MAIN},reason="ErrImagePull"}}': "1x5 _x30",
                    ML: "1x60",
                },
            ),
            quiet("nothing waits", until="11m", series={ML: "1x60"}),
        ),
    ),
)
