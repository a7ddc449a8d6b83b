"""CronJobs whose pods share the work by their index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.emit.workloads.names import head
from generator.emit.workloads.pods import template

if TYPE_CHECKING:
    from generator.emit.workloads.names import Object
    from generator.ir import Job


def cron_job(found: Job, own: frozenset[str]) -> Object:
    """All pods at a time; one that dies is tried once more, one without hope is not."""
    pod = template(found.name, found.labels, found.account, found.program, own)
    pod["spec"]["restartPolicy"] = "Never"
    return {
        **head("batch/v1", "CronJob", found.name, found.labels),
        "spec": {
            "schedule": found.cron,
            "timeZone": found.time_zone,
            # Two runs of a model at once would be in each other's way.
            "concurrencyPolicy": "Forbid",
            "startingDeadlineSeconds": found.start_within,
            "jobTemplate": {
                "spec": {
                    "completionMode": "Indexed",
                    "completions": found.pods,
                    "parallelism": found.pods,
                    "backoffLimitPerIndex": 1,
                    "activeDeadlineSeconds": found.deadline,
                    "ttlSecondsAfterFinished": found.kept,
                    "podFailurePolicy": {"rules": _rules(found.hopeless)},
                    "template": pod,
                }
            },
        },
    }


def _rules(hopeless: int) -> list[Object]:
    """A pod that its node lost is no failure of the pod's."""
    return [
        {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
        {"action": "FailIndex", "onExitCodes": {"operator": "In", "values": [hopeless]}},
    ]
