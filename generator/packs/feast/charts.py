"""Feast's chart of its feature server, as others install it; its operator needs none of it."""

from generator.catalog import Chart, Install, Site, Wave

CHARTS = (
    Chart(
        name="feast-feature-server",
        repository="https://feast-helm-charts.storage.googleapis.com",
        version="0.66.0",
        keys={0: "feast/feast-feature-server-0.txt"},
        by_others=True,
    ),
)


def installs(site: Site) -> tuple[Install, ...]:
    """One release, in the namespace that the spec names."""
    return (Install("feast", "feast-feature-server", Wave.STORES, site.services["feast"]),)
