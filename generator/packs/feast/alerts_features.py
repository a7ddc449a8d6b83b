"""The features themselves: old, missing or not materialised."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

AGE = ServiceThreshold(
    "feast:feature_age_seconds:max",
    86400,
    unit="seconds",
    help="How old the newest materialised features of a view may be.",
)
NOT_FOUND = ServiceThreshold(
    "feast:features_not_found_ratio:max",
    0.1,
    unit="ratio",
    help="Share of the requested feature values of a view that may be missing.",
)

UP = 'up{job="feast",namespace="ml",instance="a"}'
FAILED = 'feast_materialization_result_total{status="failure"}'


def _age(view: str, instance: str = "a") -> str:
    return (
        f'feast_feature_freshness_seconds{{feature_view="{view}",project="shop",namespace="ml",'
        f'instance="{instance}"}}'
    )


def _result(view: str, status: str = "failure") -> str:
    return (
        f'feast_materialization_result_total{{feature_view="{view}",status="{status}",'
        'namespace="ml",instance="a"}'
    )


def _values(view: str, status: str) -> str:
    return (
        f'feast_online_features_status_total{{feature_view="{view}",status="{status}",'
        'namespace="ml",instance="a"}'
    )


VIEW = {"namespace": "ml", "feature_view": "orders"}

FEATURE_ALERTS = (
    # Each server tells the age of the same features; one that lags behind must not raise it.
    Alert(
        name="FeastFeaturesStale",
        expr=f"""
          min by (namespace, project, feature_view) (feast_feature_freshness_seconds)
            > {AGE.value}
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        threshold=AGE,
        summary="Features of {{ $labels.feature_view }} are old",
        description="The newest features of {{ $labels.feature_view }} in the online store are "
        "{{ $value | humanizeDuration }} old.",
        cases=(
            fires(
                "one view just over a day old, one just at it, one old on a single server",
                {**VIEW, "project": "shop"},
                at="20m",
                series={
                    _age("orders"): "86400x9 87400x40",
                    _age("users"): "86400x60",
                    _age("items"): "87400x60",
                    _age("items", "b"): "500+60x60",
                },
            ),
            quiet(
                "materialised again nine minutes too late",
                until="21m",
                series={_age("orders"): "86400x9 87400x9 600+60x40"},
            ),
            quiet("a view that was never materialised", until="11m", series={UP: "1x60"}),
        ),
    ),
    # The first failure of a view is a series that appears with 1, which increase() cannot see: it
    # is compared with zero if the server was being scraped ten minutes ago and knew of none.
    Alert(
        name="FeastMaterializationFailed",
        expr=f"""
          sum by (namespace, feature_view) (
            {FAILED}
              -
            (
              {FAILED} offset 10m <= {FAILED}
              or
              0 * {FAILED} and on (namespace, instance) (up{{job="feast"}} offset 10m == 1)
            )
          ) > 0
        """,
        for_="0m",
        keep_firing_for="30m",
        severity=AlertSeverity.TICKET,
        summary="Materialisation of {{ $labels.feature_view }} failed",
        description="{{ $value }} materialisations of {{ $labels.feature_view }} failed within "
        "ten minutes; the online store keeps its older features.",
        cases=(
            fires(
                "the first failure of one view; others succeed, or failed before",
                VIEW,
                at="20m",
                series={
                    UP: "1x60",
                    _result("orders"): "_x20 1x40",
                    _result("users", "success"): "_x20 1x40",
                    _result("items"): "4x60",
                },
            ),
            fires(
                "one more failure of one view, and one of another since the server restarted",
                VIEW,
                {"namespace": "ml", "feature_view": "users"},
                at="20m",
                series={
                    UP: "1x60",
                    _result("orders"): "4x19 5x40",
                    _result("users"): "6x19 1x40",
                    _result("items"): "4x60",
                },
            ),
            fires(
                "a failure soon after a new server came, seen ten minutes after that",
                VIEW,
                at="15m",
                holds="46m",
                series={UP: "_x5 1x60", _result("orders"): "_x7 1x40"},
            ),
            quiet(
                "a server that could not be scraped comes back with old failures",
                until="32m",
                series={UP: "1x5 0x14 1x40", _result("orders"): "4x5 stale _x13 4x40"},
            ),
            quiet(
                "a new server tells nothing but old failures from its first scrape on",
                until="17m",
                series={
                    UP: "_x5 1x60",
                    _result("orders"): "_x5 4x60",
                    'up{job="mlflow",namespace="ml",instance="a"}': "1x60",
                },
            ),
            quiet("nothing was ever materialised here", until="3m", series={UP: "1x60"}),
        ),
    ),
    Alert(
        name="FeastFeaturesNotFound",
        expr=f"""
          sum by (namespace, feature_view) (
            rate(feast_online_features_status_total{{status="not_found"}}[15m])
          )
            /
          sum by (namespace, feature_view) (rate(feast_online_features_status_total[15m]))
            > {NOT_FOUND.value}
            and on (namespace, feature_view)
          sum by (namespace, feature_view) (rate(feast_online_features_status_total[15m])) > 0.2
        """,
        for_="15m",
        severity=AlertSeverity.TICKET,
        threshold=NOT_FOUND,
        summary="{{ $value | humanizePercentage }} of {{ $labels.feature_view }} is not found",
        description="For a while {{ $value | humanizePercentage }} of the values asked of "
        "{{ $labels.feature_view }} have been missing from the online store.",
        cases=(
            fires(
                "just above one in ten, one in ten exactly, and too few to tell",
                VIEW,
                at="17m",
                series={
                    _values("orders", "present"): "0+89.6x60",
                    _values("orders", "not_found"): "0+10.4x60",
                    _values("users", "present"): "0+90x60",
                    _values("users", "not_found"): "0+10x60",
                    _values("items", "not_found"): "0+11.5x60",
                    _values("items", "present"): "0x60",
                },
            ),
            fires(
                "not one value is found, with just enough asked; a quarter where that is accepted, "
                "and too few asked",
                VIEW,
                at="30m",
                series={
                    NOT_FOUND.series: "0.25x60",
                    _values("orders", "not_found"): "0+12.5x60",
                    _values("users", "not_found"): "0+30x60",
                    _values("users", "present"): "0+90x60",
                    _values("items", "not_found"): "0+4x60",
                    _values("items", "present"): "0+8x60",
                },
            ),
            fires(
                "three bad minutes, in sight for just long enough",
                VIEW,
                at="25m",
                series={
                    _values("orders", "present"): "0+100x90",
                    _values("orders", "not_found"): "0x9 500 1000 1500x80",
                },
            ),
            quiet(
                "two bad minutes, out of sight a minute too early",
                until="45m",
                series={
                    _values("orders", "present"): "0+100x90",
                    _values("orders", "not_found"): "0x9 500 1000x80",
                },
            ),
            quiet(
                "nobody asks",
                until="17m",
                series={
                    _values("orders", "present"): "5x60",
                    _values("orders", "not_found"): "5x60",
                },
            ),
            quiet("the server tells nothing", until="16m", series={}),
        ),
    ),
)
