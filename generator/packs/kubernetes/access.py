"""Who reaches the exporters of the cluster's own state."""

from generator.catalog import Access

ACCESS = (
    Access(
        "kube-state-metrics",
        (("app.kubernetes.io/name", "kube-state-metrics"),),
        (((8080,), ("prometheus",)),),
    ),
    # It uses the network of its node, which most network plugins leave out of every policy.
    Access(
        "node-exporter",
        (("app.kubernetes.io/name", "prometheus-node-exporter"),),
        (((9100,), ("prometheus",)),),
    ),
)
