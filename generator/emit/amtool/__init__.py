"""Routing tests for amtool: one file per environment, a line for each set of labels.

``watchkeeper test`` has ``amtool config routes test`` prove them on the Alertmanager configuration
that stands in the generated values. They lie in a folder of their own, for what is beside it are
files for promtool.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator import yamlio
from generator.document import Document, header, validate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Base, RouteTest, Site


def base(found: Base) -> Iterator[Document]:
    """One file per environment; none where nothing is routed."""
    for site in found.platform.sites:
        if site.tests:
            yield _document(site)


def _document(site: Site) -> Document:
    """Alerts that share all their tests stand together."""
    groups: dict[tuple[str, ...], list[RouteTest]] = {}
    for test in site.tests:
        groups.setdefault(test.alerts, []).append(test)
    value = {
        "tests": [
            {"alerts": sorted(alerts), "reach": [_test(test) for test in tests]}
            for alerts, tests in sorted(groups.items())
        ]
    }
    validate(value, __name__)
    body = header("spec/ and generator/packs") + yamlio.dump(value)
    return Document(f"tests/routes/{site.name}.yaml", body, (site.source,))


def _test(test: RouteTest) -> dict[str, Any]:
    return yamlio.Flow({"labels": dict(test.labels), "receivers": list(test.receivers)})
