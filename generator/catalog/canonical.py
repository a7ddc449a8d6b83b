"""The names of the canonical model signals, whatever serves the model.

Each runtime's pack records these from its own metrics, for the models declared with that runtime
and no others; objectives, alerts and boards read only these. All are rates over five minutes,
keyed by ``model_name``, summed over versions and replicas.
"""

# Requests per second. Present, if need be as 0, for each model whose runtime reports at all.
REQUESTS = "model:requests:rate5m"
# Failed requests per second. 0, not absent, where requests are counted and no failure was yet.
ERRORS = "model:errors:rate5m"
# Requests per second that took at most `le` seconds, written as Prometheus 3 does: 0.25, 1.0, +Inf.
LATENCY_BUCKET = "model:latency_bucket:rate5m"
# Seconds spent in requests, per second; by REQUESTS it gives the mean latency.
LATENCY_SUM = "model:latency_sum:rate5m"
