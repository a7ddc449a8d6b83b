"""One alert for the whole fleet: of which model it is blind, it cannot tell."""

from generator.catalog import Alert, AlertSeverity, fires, quiet

READABLE = 'model_monitoring_results_readable{namespace="monitoring",instance="a"}'
OTHER = 'model_monitoring_results_readable{namespace="monitoring",instance="b"}'

ALERTS = (
    Alert(
        name="DriftResultsUnreadable",
        expr="max by (namespace) (model_monitoring_results_readable) == 0",
        for_="15m",
        severity=AlertSeverity.TICKET,
        summary="The drift exporter cannot read where results are kept",
        description=(
            "No result of the drift monitor has been readable for a quarter of an hour, so nothing "
            "is known of the drift of any model, and all alerts on it are silent."
        ),
        cases=(
            fires(
                "it could read until minute nine; another one still can",
                {"namespace": "monitoring"},
                at="25m",
                series={
                    READABLE: "1x9 0x60",
                    'model_monitoring_results_readable{namespace="other"}': "1x80",
                },
            ),
            quiet("it cannot for 14 minutes", until="45m", series={READABLE: "1x9 0x14 1x40"}),
            quiet("one of two can", until="30m", series={READABLE: "0x60", OTHER: "1x60"}),
            quiet("no drift is looked for", until="30m", series={}),
        ),
    ),
)
