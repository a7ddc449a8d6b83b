"""Who reaches Alloy."""

from generator.catalog import Access, Peer

ACCESS = (
    Access(
        "alloy",
        (("app.kubernetes.io/name", "alloy"),),
        (
            ((12345,), ("prometheus", "alloy")),
            # Models and services send their traces, wherever they live.
            ((4317, 4318), (Peer(every_namespace=True),)),
        ),
    ),
)
