"""A model that hangs must not take the time of all others with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code
from generator.promql import duration
from generator.spec.examples import platform as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context, Path
    from generator.diagnostics import Diagnostic

DRIFT = "drift: {{results: s3://example-drift/results, deadline: {0}, timeout: {1}}}"
IMAGE = "images: {exporters: 'registry.example.org/watchkeeper-exporters:0.1.0'}"
CODE = Code(
    "DRIFT705",
    "drift-timeout-beyond-deadline",
    "Kubernetes ends a whole run at its deadline; a model that may take as long as that leaves "
    "nothing for the models after it, and no record of what went wrong.",
    example(DRIFT.format("10m", "1h"), IMAGE),
    example(DRIFT.format("1h", "10m"), IMAGE),
)
# The key that is blamed: of two the one that is more likely meant for one model.
KEYS = ("timeout", "deadline")


def check(context: Context) -> Iterator[Diagnostic]:
    """The drift jobs of each environment, said once where it stands for several."""
    said: set[Path] = set()
    for index, name in enumerate(context.environments):
        stack = context.specs.stacks.get(name)
        if stack is None or stack.drift is None or stack.drift.timeout < stack.drift.deadline:
            continue
        path = _blamed(index, context)
        if path not in said:
            said.add(path)
            drift = stack.drift
            yield CODE.at(
                context.origin(context.specs.platforms[0].place, path),
                f"one model may take {duration(drift.timeout)} in {name}, and the whole run "
                f"{duration(drift.deadline)}, so the first that hangs costs all others their turn",
                value=duration(getattr(drift, str(path[-1]))),
                fix="make drift.timeout much shorter than drift.deadline, such as 10m of 1h",
            )


def _blamed(index: int, context: Context) -> Path:
    """Where one of the two was written; they cannot both be ours."""
    own = context.platform.environments[index].overrides.get("drift") or {}
    common = context.platform.drift
    override: Path = ("spec", "environments", index, "overrides", "drift")
    places = ((override, own), (("spec", "drift"), common.model_fields_set if common else ()))
    return next((*path, key) for path, written in places for key in KEYS if key in written)
