"""Who reaches the exporter: whoever does can have it ask for any address in the cluster."""

from generator.catalog import Access

ACCESS = (
    Access(
        "blackbox",
        (("app.kubernetes.io/name", "prometheus-blackbox-exporter"),),
        (((9115,), ("prometheus",)),),
    ),
)
