"""Who reaches Mimir: its clients the gateway, its parts one another."""

from generator.catalog import Access, Peer

RELEASE = ("app.kubernetes.io/instance", "mimir")

ACCESS = (
    # Ingesters and store gateways carry the name of their zone, so only the release is common.
    Access("mimir", (RELEASE,), (((7946, 8080, 9095), ("mimir",)),)),
    Access(
        "mimir-gateway",
        (RELEASE, ("app.kubernetes.io/component", "gateway")),
        (((8080,), ("prometheus", "grafana", "loki", "tempo", "alloy")),),
    ),
    # The API server asks it before pods are evicted and sets are scaled down, and stops where it
    # does not answer. Where that comes from, no policy can say; TLS is what guards it.
    Access(
        "mimir-rollout-operator",
        (RELEASE, ("app.kubernetes.io/name", "rollout-operator")),
        (((8443,), (Peer(anywhere=True),)),),
    ),
)
