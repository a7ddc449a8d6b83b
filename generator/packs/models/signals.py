"""Who a model is. Alerts join this, so ownership sits on no other series."""

from generator.catalog import Signal

# While an old and a new copy of the data are both loaded, a model may be declared twice. A join
# would then fail for the whole fleet; topk keeps exactly one of them.
SIGNALS = (
    Signal(
        "model:identity",
        "topk by (model_name) (1, model:info)",
        labels=("model_name", "team", "tier", "task", "runtime"),
        unit="info",
        help="One series per declared model, with its owner's team, tier, task and runtime.",
    ),
)
