"""Who reaches Prometheus and its operator."""

from generator.catalog import Access, Peer

ACCESS = (
    Access(
        "prometheus",
        (("app.kubernetes.io/name", "prometheus"),),
        # Loki's and Tempo's recorded series come in on the port of queries.
        (((9090,), ("prometheus", "grafana", "loki", "tempo")),),
    ),
    # The API server asks it about rules before it stores them. Where that comes from, no policy can
    # say: a control plane of the provider's, a tunnel, a node. So the port is open, and TLS is what
    # guards it; its metrics are on the same port.
    Access(
        "prometheus-operator",
        (("app.kubernetes.io/component", "prometheus-operator"),),
        (((10250,), (Peer(anywhere=True),)),),
    ),
)
BY_HAND = (
    (
        "A NetworkPolicy closes the stack's namespace: whatever else runs there, or has to get in "
        "(a proxy before Prometheus), needs a NetworkPolicy of its own. They add up."
    ),
)
