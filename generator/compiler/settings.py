"""What the specs change in the rules of packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import promql
from generator.compiler.lower_rules import AlertSettings, PackSettings

if TYPE_CHECKING:
    from generator.catalog import Pack
    from generator.compiler.context import Context


def pack_settings(pack: Pack, context: Context) -> PackSettings:
    """What the specs say of a pack for all environments."""
    service = context.services.get(pack.name)
    spec = service.document.spec if service else None
    changes = {
        name: AlertSettings(
            for_=promql.duration(change.for_) if change.for_ else "",
            severity=change.severity or "",
            disabled=change.disabled or "",
        )
        for name, change in (spec.alerts if spec else {}).items()
    }
    team = spec.owner if spec else context.platform.owner
    return PackSettings(team, context.platform.runbooks, changes)
