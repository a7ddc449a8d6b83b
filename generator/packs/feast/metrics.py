"""What the feature server exposes on its metrics port, when metrics are switched on.

Its label ``endpoint`` (the route) has the name of a label of scrape targets. Our monitors give way
to it, the operator's own does not: rules must not read it.
"""

from generator.catalog import counter, gauge, histogram

METRICS = (
    gauge("up", unit="bool", range=(0, 1), help="1 while the target answers its scrapes."),
    counter(
        "feast_feature_server_request_total",
        "endpoint",
        "status",
        unit="requests",
        help="Requests to the feature server; status is success or error.",
        versions="0.61 and later",
    ),
    histogram(
        "feast_feature_server_request_latency_seconds",
        "endpoint",
        "feature_count",
        "feature_view_count",
        unit="seconds",
        help="Time the feature server took to answer.",
        versions="0.61 and later",
    ),
    histogram(
        "feast_feature_server_online_store_read_duration_seconds",
        unit="seconds",
        help="Part of a request spent reading the online store.",
        versions="0.61 and later",
    ),
    histogram(
        "feast_feature_server_transformation_duration_seconds",
        "odfv_name",
        "mode",
        unit="seconds",
        help="Time an on-demand feature view took to compute its features for a request.",
    ),
    counter(
        "feast_online_features_request_total",
        unit="requests",
        help="Requests for online features.",
        versions="0.61 and later",
    ),
    counter(
        "feast_online_features_status_total",
        "feature_view",
        "status",
        unit="values",
        help="Feature values returned; status is present or not_found.",
        versions="0.63 and later",
    ),
    counter(
        "feast_push_request_total",
        "push_source",
        "mode",
        unit="requests",
        help="Requests that pushed features.",
        versions="0.61 and later",
    ),
    counter(
        "feast_materialization_result_total",
        "feature_view",
        "status",
        unit="runs",
        help="Materialisations done by this server; status is success or failure.",
        versions="0.62 and later",
    ),
    histogram(
        "feast_materialization_duration_seconds",
        "feature_view",
        unit="seconds",
        help="Time a materialisation by this server took.",
        versions="0.61 and later",
    ),
    counter(
        "feast_offline_store_request_total",
        "method",
        "status",
        unit="requests",
        help="Requests to the offline store; status is success or error.",
        versions="0.64 and later",
    ),
    gauge(
        "feast_feature_freshness_seconds",
        "feature_view",
        "project",
        unit="seconds",
        help="Age of the end of the newest materialised interval; absent if there is none.",
        versions="0.61 and later",
    ),
)
