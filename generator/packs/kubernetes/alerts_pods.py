"""Containers that die, and containers that are held back."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet
from generator.packs.kubernetes.signals import WATCHED

MAIN = 'container="main"'
KILLED = 'reason="OOMKilled"'
CRASHING = 'reason="CrashLoopBackOff"'
FETCHER = 'container="storage-initializer"'
ML = 'namespace:watched{namespace="ml"}'
LAST_END = "kube_pod_container_status_last_terminated_reason"
END = "kube_pod_container_status_terminated_reason"
RESTARTS = "kube_pod_container_status_restarts_total"
WAITING = "kube_pod_container_status_waiting_reason"
INIT_WAITING = "kube_pod_init_container_status_waiting_reason"
PERIODS = "container_cpu_cfs_periods_total"
THROTTLED = "container_cpu_cfs_throttled_periods_total"

THROTTLING = ServiceThreshold(
    "kubernetes:cpu_throttled:max",
    0.5,
    unit="ratio",
    help="Share of its CPU periods in which a container may be stopped by its limit.",
)

ALERTS = (
    # A container that restarts keeps OOMKilled as its last reason, so the kill is dated by the
    # restart. One that does not restart (a training job) keeps it as long as the pod is there, so
    # only those count that had not ended so ten minutes ago; the hour bridges a gap in scrapes.
    Alert(
        name="KubernetesContainerOomKilled",
        expr=f"""
          (
            max by (namespace, pod, container) (
              kube_pod_container_status_last_terminated_reason{{reason="OOMKilled"}}
            ) == 1
            and
            max by (namespace, pod, container) (
              increase(kube_pod_container_status_restarts_total[10m])
            ) > 0
            or
            max by (namespace, pod, container) (
              kube_pod_container_status_terminated_reason{{reason="OOMKilled"}}
            ) == 1
            unless
            max by (namespace, pod, container) (
              max_over_time(
                kube_pod_container_status_terminated_reason{{reason="OOMKilled"}}[1h] offset 10m
              )
            ) == 1
          )
          {WATCHED}
        """,
        for_="0m",
        keep_firing_for="15m",
        severity=AlertSeverity.TICKET,
        summary="{{ $labels.namespace }}/{{ $labels.pod }} ran out of memory",
        description=(
            "Container {{ $labels.container }} was killed within the last 10 minutes because it "
            "reached its memory limit or the node had no memory left."
        ),
        cases=(
            fires(
                "killed and restarted; others were killed long ago, restarted for another reason, "
                "or are in a namespace nobody watches",
                {"namespace": "ml", "pod": "a", "container": "main"},
                at="15m",
                series={
                    f'{LAST_END}{{namespace="ml",pod="a",{MAIN},{KILLED}}}': "_x15 1x30",
                    f'{RESTARTS}{{namespace="ml",pod="a",container="main"}}': "0x14 1x30",
                    f'{LAST_END}{{namespace="ml",pod="b",{MAIN},{KILLED}}}': "1x40",
                    f'{RESTARTS}{{namespace="ml",pod="b",container="main"}}': "3x40",
                    f'{LAST_END}{{namespace="ml",pod="c",container="main",reason="Error"}}': "1x40",
                    f'{RESTARTS}{{namespace="ml",pod="c",container="main"}}': "0x14 1x30",
                    f'{LAST_END}{{namespace="x",pod="d",{MAIN},{KILLED}}}': "_x15 1x30",
                    f'{RESTARTS}{{namespace="x",pod="d",container="main"}}': "0x14 1x30",
                    ML: "1x60",
                },
            ),
            fires(
                "the reason is reported eight minutes after the restart",
                {"namespace": "ml", "pod": "a", "container": "main"},
                at="13m",
                holds="28m",
                series={
                    f'{LAST_END}{{namespace="ml",pod="a",{MAIN},{KILLED}}}': "_x13 1x30",
                    f'{RESTARTS}{{namespace="ml",pod="a",container="main"}}': "0x4 1x30",
                    ML: "1x60",
                },
            ),
            fires(
                "training containers that do not restart: one is killed, one was long ago, one was "
                "before scrapes failed for 55 minutes; after 85 minutes an old kill looks new",
                {"namespace": "ml", "pod": "a", "container": "main"},
                {"namespace": "ml", "pod": "d", "container": "main"},
                at="1h30m",
                every=5,
                series={
                    f'{END}{{namespace="ml",pod="a",{MAIN},{KILLED}}}': "_x18 1x10",
                    f'{END}{{namespace="ml",pod="b",{MAIN},{KILLED}}}': "1x30",
                    f'{END}{{namespace="ml",pod="c",{MAIN},{KILLED}}}': "1x4 stale _x10 1x12",
                    f'{END}{{namespace="ml",pod="d",{MAIN},{KILLED}}}': "1x1 _x16 1x10",
                    f'{END}{{namespace="ml",pod="e",{MAIN},reason="Completed"}}': "_x18 1x10",
                    ML: "1x30",
                },
            ),
            quiet(
                "a kill of which no restart is known",
                until="5m",
                series={
                    f'{LAST_END}{{namespace="ml",pod="a",{MAIN},{KILLED}}}': "1x40",
                    ML: "1x60",
                },
            ),
        ),
    ),
    Alert(
        name="KubernetesPodCrashLooping",
        expr="""
          max by (namespace, pod, container) (
            container:waiting:max5m{reason="CrashLoopBackOff"}
          ) == 1
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary="{{ $labels.namespace }}/{{ $labels.pod }} keeps crashing",
        description=(
            "Container {{ $labels.container }} has ended and been restarted again and "
            "again; Kubernetes waits longer before each new start."
        ),
        cases=(
            fires(
                "a container seen every fifth minute, and an init container; another recovers",
                {"namespace": "ml", "pod": "a", "container": "main"},
                {"namespace": "ml", "pod": "b", "container": "storage-initializer"},
                at="10m",
                series={
                    f'{WAITING}{{namespace="ml",pod="a",{MAIN},{CRASHING}}}': "1 _x4 1 _x4 1 _x4 1",
                    f'{INIT_WAITING}{{namespace="ml",pod="b",{FETCHER},{CRASHING}}}': "1x30",
                    f'{WAITING}{{namespace="ml",pod="c",{MAIN},{CRASHING}}}': "1x4 _x30",
                    f'{WAITING}{{namespace="ml",pod="d",{MAIN},'
                    'reason="ContainerCreating"}': "1x30",
                    f'{WAITING}{{namespace="x",pod="e",{MAIN},{CRASHING}}}': "1x30",
                    ML: "1x60",
                },
            ),
            quiet(
                "it runs for six minutes between two crashes",
                until="12m",
                series={
                    f'{WAITING}{{namespace="ml",pod="a",{MAIN},'
                    f"{CRASHING}}}": "1 _x5 1 _x5 1 _x5 1 _x5 1",
                    ML: "1x60",
                },
            ),
            quiet("nothing waits", until="11m", series={ML: "1x60"}),
        ),
    ),
    Alert(
        name="KubernetesCpuThrottled",
        expr=f"""
          (
            sum by (namespace, pod, container) (
              increase(
                container_cpu_cfs_throttled_periods_total{{container!="",container!="POD"}}[10m]
              )
            )
            /
            sum by (namespace, pod, container) (
              increase(container_cpu_cfs_periods_total{{container!="",container!="POD"}}[10m])
            )
            > {THROTTLING.value}
          )
          {WATCHED}
        """,
        for_="30m",
        severity=AlertSeverity.TICKET,
        threshold=THROTTLING,
        summary="{{ $labels.namespace }}/{{ $labels.pod }} is held back by its CPU limit",
        description=(
            "Container {{ $labels.container }} was stopped in {{ $value | humanizePercentage }} of "
            "its CPU periods for a while; requests to it wait although the node may be idle."
        ),
        cases=(
            fires(
                "51 % of periods, beside 50 %, an idle container, one without a limit, a namespace "
                "nobody watches, and the sums over pod and pause container",
                {"namespace": "ml", "pod": "a", "container": "main"},
                at="31m",
                series={
                    f'{THROTTLED}{{namespace="ml",pod="a",{MAIN}}}': "0+306x60",
                    f'{PERIODS}{{namespace="ml",pod="a",{MAIN}}}': "0+600x60",
                    f'{THROTTLED}{{namespace="ml",pod="b",{MAIN}}}': "0+300x60",
                    f'{PERIODS}{{namespace="ml",pod="b",{MAIN}}}': "0+600x60",
                    f'{THROTTLED}{{namespace="ml",pod="c",{MAIN}}}': "0x60",
                    f'{PERIODS}{{namespace="ml",pod="c",{MAIN}}}': "0x60",
                    f'{THROTTLED}{{namespace="x",pod="d",{MAIN}}}': "0+600x60",
                    f'{PERIODS}{{namespace="x",pod="d",{MAIN}}}': "0+600x60",
                    f'{THROTTLED}{{namespace="ml",pod="e",{MAIN}}}': "0+600x60",
                    f'{THROTTLED}{{namespace="ml",pod="a",container=""}}': "0+600x60",
                    f'{PERIODS}{{namespace="ml",pod="a",container=""}}': "0+600x60",
                    f'{THROTTLED}{{namespace="ml",pod="a",container="POD"}}': "0+600x60",
                    f'{PERIODS}{{namespace="ml",pod="a",container="POD"}}': "0+600x60",
                    ML: "1x60",
                },
            ),
            fires(
                "bursts eight minutes apart: ten minutes see them as one load",
                {"namespace": "ml", "pod": "a", "container": "main"},
                at="33m",
                series={
                    f'{THROTTLED}{{namespace="ml",pod="a",'
                    f"{MAIN}}}": "0x2 99x7 198x7 297x7 396x7 495x7 594x7 693x7",
                    f'{PERIODS}{{namespace="ml",pod="a",container="main"}}': "0+12x70",
                    ML: "1x80",
                },
            ),
            quiet(
                "29 minutes at the limit",
                until="33m",
                series={
                    f'{THROTTLED}{{namespace="ml",pod="a",{MAIN}}}': "0+600x26 15600x20",
                    f'{PERIODS}{{namespace="ml",pod="a",{MAIN}}}': "0+600x50",
                    ML: "1x50",
                },
            ),
        ),
    ),
)
