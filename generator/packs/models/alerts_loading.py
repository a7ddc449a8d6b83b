"""Models that cannot be loaded, as their servers say in their logs."""

from generator.catalog import Alert, AlertSeverity, fires, quiet
from generator.packs.models.logs import LOAD_ERRORS


def _errors(model: str) -> str:
    return f'{LOAD_ERRORS}{{model_name="{model}",cluster="c",environment="prod"}}'


ALERTS = (
    # A pod that cannot load its model is started again and fails again, so one failure that was
    # healed by itself (a download that broke off) is over before this fires.
    Alert(
        name="ModelLoadFailing",
        expr=f"max by (model_name) ({LOAD_ERRORS}) > 0",
        for_="10m",
        keep_firing_for="10m",
        severity=AlertSeverity.TICKET,
        summary="{{ $labels.model_name }} cannot be loaded",
        description="For a while pods of {{ $labels.model_name }} have logged that they cannot "
        "load the model. Older pods may still serve an older version.",
        cases=(
            fires(
                "errors for ten minutes; another model's are over sooner, a third is not declared",
                {"model_name": "a"},
                at="15m",
                series={
                    _errors("a"): "_x5 2x40",
                    _errors("b"): "_x5 2x9 stale",
                    _errors("nobodys"): "2x60",
                },
            ),
            quiet("no line says so", until="20m", series={}),
        ),
    ),
)
