"""Alerts on the declarations themselves, and on models that fall silent."""

from generator.catalog import Alert, AlertSeverity, fires, quiet

INFO_B_TWICE = (
    'model:info{model_name="b",team="beta",tier="2",task="classification",runtime="kserve"}'
)

ALERTS = (
    Alert(
        name="ModelMetricsAbsent",
        expr="""
          model:identity{runtime!="batch"} unless on (model_name) model:requests:rate5m
        """,
        for_="15m",
        severity=AlertSeverity.BY_TIER,
        summary="{{ $labels.model_name }} is declared but reports no requests",
        description="No request metrics of {{ $labels.model_name }} have arrived for a while: "
        "it is down, not scraped, or reports under another model_name.",
        cases=(
            fires(
                "a model that never reports, beside one that does",
                {"model_name": "a", "task": "classification", "runtime": "watchkeeper"},
                at="15m",
                series={'model:requests:rate5m{model_name="b"}': "5x40"},
            ),
            fires(
                "a model that stops reporting: five minutes until its last sample is stale",
                {"model_name": "a", "task": "classification", "runtime": "watchkeeper"},
                at="30m",
                series={
                    'model:requests:rate5m{model_name="a"}': "5x10",
                    'model:requests:rate5m{model_name="b"}': "5x40",
                },
            ),
            quiet(
                "a model without traffic still reports a rate of zero",
                until="20m",
                series={
                    'model:requests:rate5m{model_name="a"}': "0x60",
                    'model:requests:rate5m{model_name="b"}': "0x60",
                },
            ),
        ),
    ),
    Alert(
        name="ModelDeclaredTwice",
        expr="count by (model_name) (model:info) > 1",
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary="{{ $labels.model_name }} is declared {{ $value }} times",
        description="Two sets of model data are loaded at once, "
        "so owner and tier of {{ $labels.model_name }} are a guess: "
        "a sync did not prune the old objects.",
        cases=(
            fires(
                "two runtimes for ten minutes",
                {"model_name": "b"},
                at="10m",
                series={INFO_B_TWICE: "1x20"},
            ),
            quiet("each model declared once", until="15m", series={}),
        ),
    ),
)
