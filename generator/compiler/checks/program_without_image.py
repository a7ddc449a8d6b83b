"""Nothing of ours shall run without an image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.workloads import exporters
from generator.diagnostics import Code
from generator.spec.examples import platform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic, Origin

DRIFT = "drift: {results: s3://example-drift/results}"
CODE = Code(
    "K8S611",
    "program-without-image",
    "Nobody publishes the image of the exporters and drift jobs: you build it from "
    "exporters/Dockerfile, and the platform says where you put it.",
    platform(DRIFT),
    platform(DRIFT, "images: {exporters: 'registry.example.org/watchkeeper-exporters:0.1.0'}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The drift jobs of the platform, and the exporter of each service."""
    bare = [name for name, stack in context.specs.stacks.items() if not stack.images.exporters]
    found: dict[Origin, tuple[str, list[str]]] = {}
    for environment in bare:
        for origin, what in _wanted(environment, context):
            found.setdefault(origin, (what, []))[1].append(environment)
    for origin, (what, environments) in found.items():
        yield CODE.at(
            origin,
            f"{what} would run in {', '.join(environments)}, and no image is named there",
            value=what,
            fix="add images: {exporters: <registry>/<name>:<tag>} to the platform",
        )


def _wanted(environment: str, context: Context) -> Iterator[tuple[Origin, str]]:
    """What is to run in an environment, and where that is said."""
    if context.specs.stacks[environment].drift:
        place = context.specs.platforms[0].place
        yield context.origin(place, ("spec", "drift")), "drift jobs"
    for name, _ in exporters(environment, context):
        place = context.services[name].place
        yield context.origin(place, ("spec", "exporter")), f"the exporter of {name}"
