"""Who reaches Loki, in one piece or in parts."""

from generator.catalog import Access

LOKI = (("app.kubernetes.io/name", "loki"), ("app.kubernetes.io/instance", "loki"))
RELEASE = ("app.kubernetes.io/instance", "loki")
CLIENTS = ("grafana", "alloy")


def _part(name: str, port: int, *peers: str) -> Access:
    """A part with a port of its own; caches do not have Loki's name."""
    return Access(
        f"loki-{name}", (RELEASE, ("app.kubernetes.io/component", name)), (((port,), peers),)
    )


ACCESS = (
    Access("loki", LOKI, (((3100,), ("prometheus", "loki", *CLIENTS)), ((7946, 9095), ("loki",)))),
    _part("gateway", 8080, "loki", *CLIENTS),
    _part("memcached-chunks-cache", 11211, "loki"),
    _part("memcached-results-cache", 11211, "loki"),
)
