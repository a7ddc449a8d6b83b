"""Processes that are killed for memory while their container lives on."""

from generator.catalog import Alert, AlertSeverity, fires, quiet
from generator.packs.kubernetes.logs import OOM_KILLS
from generator.packs.kubernetes.signals import WATCHED

ML = 'namespace:watched{namespace="ml"}'
OOM = 'reason="OOMKilled"'
RESTARTS = "kube_pod_container_status_restarts_total"
END = "kube_pod_container_status_terminated_reason"


def _kill(uid: str) -> str:
    return f'{OOM_KILLS}{{uid="{uid}",process="python",cluster="c",environment="prod"}}'


def _pod(uid: str, pod: str, namespace: str = "ml") -> str:
    return f'kube_pod_info{{namespace="{namespace}",pod="{pod}",uid="{uid}",node="n"}}'


A = {"namespace": "ml", "pod": "a", "process": "python"}

ALERTS = (
    # Where the container went down as well, KubernetesContainerOomKilled tells; what it reads may
    # be two minutes behind the kernel.
    Alert(
        name="KubernetesProcessOomKilled",
        expr=f"""
          max by (namespace, pod, process) (
            max by (uid, process) ({OOM_KILLS})
              * on (uid) group_left (namespace, pod)
            topk by (uid) (1, max by (uid, namespace, pod) (kube_pod_info))
          )
            {WATCHED}
          unless on (namespace, pod)
          (
            max by (namespace, pod) (increase({RESTARTS}[10m])) > 0
            or
            max by (namespace, pod) ({END}{{{OOM}}}) == 1
          )
        """,
        for_="2m",
        keep_firing_for="15m",
        severity=AlertSeverity.TICKET,
        summary="A process in {{ $labels.namespace }}/{{ $labels.pod }} ran out of memory",
        description=(
            "The kernel killed {{ $labels.process }} because the memory limit was reached. The "
            "container did not restart, so Kubernetes does not show it."
        ),
        cases=(
            fires(
                "a worker is killed; others belong to a pod that restarted, to one that ended so, "
                "to one that is gone, and to a namespace nobody watches",
                A,
                at="12m",
                holds="29m",
                series={
                    _kill("1"): "_x10 1x4 stale",
                    _pod("1", "a"): "1x60",
                    _kill("2"): "_x10 1x4 stale",
                    _pod("2", "b"): "1x60",
                    f'{RESTARTS}{{namespace="ml",pod="b",container="main"}}': "0x9 1x50",
                    _kill("3"): "_x10 1x4 stale",
                    _pod("3", "c"): "1x60",
                    f'{END}{{namespace="ml",pod="c",container="main",{OOM}}}': "_x10 1x50",
                    _kill("4"): "_x10 1x4 stale",
                    _kill("5"): "_x10 1x4 stale",
                    _pod("5", "e", "web"): "1x60",
                    ML: "1x60",
                },
            ),
            quiet(
                "the restart shows a minute later",
                until="30m",
                series={
                    _kill("1"): "_x10 1x4 stale",
                    _pod("1", "a"): "1x60",
                    f'{RESTARTS}{{namespace="ml",pod="a",container="main"}}': "0x11 1x50",
                    ML: "1x60",
                },
            ),
            quiet("nothing is killed", until="10m", series={_pod("1", "a"): "1x60", ML: "1x60"}),
        ),
    ),
)
