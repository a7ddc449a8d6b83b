"""Who reaches Tempo, in one piece or in parts."""

from generator.catalog import Access

ACCESS = (
    Access(
        "tempo",
        (("app.kubernetes.io/name", "tempo"), ("app.kubernetes.io/instance", "tempo")),
        (
            ((3200,), ("prometheus", "grafana", "tempo")),
            # Applications send their traces to Alloy.
            ((4317,), ("alloy",)),
            ((7946, 9095, 11211), ("tempo",)),
        ),
    ),
)
