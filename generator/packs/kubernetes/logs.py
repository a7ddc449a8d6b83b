"""The kernel's lines: which process it killed for memory.

Its line names the control group, and so the pod's uid, but neither pod nor namespace: Loki only
counts, and the alert joins the count with what Kubernetes says of the pod.
"""

from generator.catalog import LogRecord, gauge

OOM_KILLS = "kubernetes:oom_kills:count5m"
METRICS = (
    gauge(
        OOM_KILLS,
        "uid",
        "process",
        "cluster",
        "environment",
        unit="processes",
        help="Processes that the kernel killed within five minutes for lack of memory, by the uid "
        "of their pod, as Loki counts.",
    ),
)

_KERNEL = (("job", "kernel"), ("node", "n1"))


def _killed(group: str) -> str:
    return (
        "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-containerd-ec9e.scope,"
        f"mems_allowed=0-1,oom_memcg=/kubepods.slice,task_memcg={group},task=pt_main_thread,"
        "pid=461754,uid=0"
    )


# With systemd's driver of control groups a uid is written with underscores.
_UID = "[0-9a-f]{8}([_-][0-9a-f]{4}){3}[_-][0-9a-f]{12}"
RECORDS = (
    LogRecord(
        OOM_KILLS,
        f"""
          sum by (uid, process) (
            count_over_time(
              {{job="kernel"}}
                |= "oom-kill:constraint="
                | regexp `pod(?P<group>{_UID})[^,]*,task=(?P<process>[^,]+),`
                | group != ""
                | label_format uid=`{{{{ .group | replace "_" "-" }}}}`
              [5m]
            )
          )
        """,
        counts=(
            (
                _KERNEL,
                _killed(
                    "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-"
                    "podeded8c65_6e8e_4c6e_a889_3e427565c740.slice/cri-containerd-ec9e.scope"
                ),
            ),
            (_KERNEL, _killed("/kubepods/burstable/pod951f6bc5-c5a5-11ea-8707-80e455f266a2/0249")),
        ),
        quiet=(
            (_KERNEL, _killed("/system.slice/sshd.service")),
            (_KERNEL, "Memory cgroup out of memory: Killed process 461754 (pt_main_thread)"),
        ),
    ),
)
