"""Mimir: metrics for those who outgrow one Prometheus, and only for those.

It takes over what Prometheus does elsewhere: questions, samples that others write, and rules.
"""

from generator.catalog import Pack, PackKind
from generator.packs.mimir import charts, values
from generator.packs.mimir.access import ACCESS

PACK = Pack(
    name="mimir",
    kind=PackKind.STACK,
    title="Mimir",
    charts=charts.CHARTS,
    installs=charts.installs,
    addresses=charts.addresses,
    values=values.values,
    access=ACCESS,
)
