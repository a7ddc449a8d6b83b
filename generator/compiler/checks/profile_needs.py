"""Every environment has what its profile stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.diagnostics import Code
from generator.spec.defaults import merge
from generator.spec.examples import platform as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic
    from generator.spec.load import Place
    from generator.spec.stores import Buckets, Stack

BUCKETS = "buckets: {logs: example-logs, traces: example-traces%s}"
STORE = "objectStore: {endpoint: s3.example.org, region: eu-1, " + BUCKETS + "}"
CODE = Code(
    "K8S606",
    "profile-lacks-store",
    "Replicas that keep their data in the pod lose it whenever the pod moves, "
    "and stores that scale out have nowhere to put it at all.",
    example(STORE % "", "kafka: kafka.example.org:9092", environment="profile: distributed"),
    example(
        STORE % ", metrics: example-metrics, rules: example-rules",
        "kafka: kafka.example.org:9092",
        environment="profile: distributed",
    ),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """All environments; small ones may keep their data in the pod, as a trial does."""
    for platform in context.specs.platforms:
        for index, environment in enumerate(platform.document.spec.environments):
            stack = context.specs.stacks.get(environment.name)
            for missing, consequence in _missing(environment.profile, stack) if stack else ():
                if _written(missing, environment.overrides, platform.place, context):
                    continue
                path = ("spec", "environments", index, "profile")
                yield CODE.at(
                    context.origin(platform.place, path),
                    f"the profile {environment.profile} of {environment.name} "
                    f"needs {missing}: {consequence}",
                    value=environment.profile,
                    fix=f"set {missing} in the platform or in the environment's overrides, "
                    "or choose the profile small",
                )


def _written(missing: str, overrides: dict[str, Any], place: Place, context: Context) -> bool:
    """Whether something is written there that was refused, which is reported elsewhere."""
    here: object = merge(context.sources.document(place)["spec"], overrides)
    for part in missing.split("."):
        if not isinstance(here, dict):
            return True
        if part not in here:
            return False
        here = here[part]
    return here is not None


def _missing(profile: str, stack: Stack) -> Iterator[tuple[str, str]]:
    """The keys that are not set, and what would follow."""
    if profile == "ha" and not stack.metrics.storage:
        yield "metrics.storage", "without a volume a replica that moves has lost its samples"
    if profile == "distributed":
        if not stack.object_store:
            yield "objectStore", "Mimir, Loki and Tempo keep everything in buckets"
        else:
            yield from _buckets(stack.object_store.buckets)
        if not stack.kafka:
            yield "kafka", "Mimir and Tempo take what is written from Kafka"


def _buckets(found: Buckets) -> Iterator[tuple[str, str]]:
    """Mimir wants two of its own."""
    if not found.metrics:
        yield "objectStore.buckets.metrics", "Mimir keeps its blocks in that bucket"
    if not found.rules:
        yield "objectStore.buckets.rules", "Mimir keeps the rules that it evaluates in that bucket"
