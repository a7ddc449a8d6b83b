"""No change to a service's alert that changes nothing, or that means something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Alert, LogAlert
    from generator.compiler.context import Context, Path
    from generator.diagnostics import Diagnostic
    from generator.spec.load import Place
    from generator.spec.types import ServiceAlertOverride

HEAD = "apiVersion: watchkeeper/v1\nkind: Service\nmetadata: {name: feast}\n"
SPEC = "spec: {owner: ml-risk, namespace: feast, alerts: %s}\n"
CODE = Code(
    "ALERT407",
    "override-without-effect",
    "A number that nobody compares with, or with another unit, is a threshold that does not hold.",
    HEAD + SPEC % "{FeastServerDown: {threshold: 3}}",
    HEAD + SPEC % "{FeastServerDown: {for: 3m}}",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The alerts of every service, overrides of environments included."""
    alerts: dict[str, Alert | LogAlert] = {}
    for pack in context.packs:
        alerts |= {alert.name: alert for alert in pack.alerts}
        alerts |= {alert.name: alert for alert in pack.log_alerts}
    for place, path, name, change, off in _changes(context):
        if name in alerts:
            wrong = _wrong(alerts[name], change, off=off, written=_written(context, place, path))
            if wrong:
                message, fix = wrong
                yield CODE.at(context.origin(place, path, key=True), message, value=name, fix=fix)


def _changes(
    context: Context,
) -> Iterator[tuple[Place, Path, str, ServiceAlertOverride, bool]]:
    for service in context.specs.services:
        spec = service.document.spec
        for name, change in spec.alerts.items():
            yield service.place, ("spec", "alerts", name), name, change, False
        for environment, there in spec.environments.items():
            for name, change in there.alerts.items():
                path = ("spec", "environments", environment, "alerts", name)
                everywhere = name in spec.alerts and bool(spec.alerts[name].disabled)
                off = everywhere and not change.disabled
                yield service.place, path, name, change, off


def _written(context: Context, place: Place, path: Path) -> object:
    """The threshold as it stands in the file."""
    here: object = context.sources.document(place)
    for part in (*path, "threshold"):
        here = here.get(part) if isinstance(here, dict) else None
    return here


def _wrong(
    alert: Alert | LogAlert, change: ServiceAlertOverride, *, off: bool, written: object
) -> tuple[str, str] | None:
    if off:
        return f"{alert.name} is off in every environment, so this changes nothing", "take it out"
    value = change.threshold
    if value is None:
        return None
    if alert.threshold is None:
        return f"{alert.name} compares with no threshold, so this changes nothing", "take it out"
    unit = alert.threshold.unit
    if unit == "ratio" and not 0 <= value <= 1:
        return f"{alert.name} compares with a ratio, which {value:g} is not", "write 0.05 or 5%"
    timed = isinstance(written, str) and not written.endswith("%")
    if timed and unit != "seconds":
        return f"{alert.name} compares with a number of {unit}, not with a time", "write a number"
    return None
