"""What can be wrong with a rule.

``wrong`` and ``right`` are expressions over the shipped catalogue.
"""

from __future__ import annotations

from generator.diagnostics import Code
from generator.promql import FaultKind

BY_FAULT = {
    FaultKind.SYNTAX: Code(
        "PROM301",
        "expression-does-not-parse",
        "Prometheus refuses the whole rule file, so every other rule in it is lost too.",
        "sum by (job (up)",
        "sum by (job) (up)",
    ),
    FaultKind.UNKNOWN_METRIC: Code(
        "PROM302",
        "unknown-metric",
        "A misspelt metric selects nothing: the rule loads, looks healthy and never fires.",
        "feast_feature_server_requests_total > 1",
        "feast_feature_server_request_total > 1",
    ),
    FaultKind.UNKNOWN_LABEL: Code(
        "PROM303",
        "unknown-label",
        "Matching or grouping by a label that is never there selects nothing or joins everything.",
        'up{jobb="feast"}',
        'up{job="feast"}',
    ),
    FaultKind.NOT_A_COUNTER: Code(
        "PROM304",
        "rate-of-a-gauge",
        "rate and increase read every fall of a gauge as a restart and invent events.",
        "increase(up[5m])",
        "changes(up[5m])",
    ),
    FaultKind.COUNTER_AS_GAUGE: Code(
        "PROM305",
        "delta-of-a-counter",
        "delta and deriv do not know that a counter falls to zero at a restart.",
        "delta(feast_feature_server_request_total[5m])",
        "increase(feast_feature_server_request_total[5m])",
    ),
    FaultKind.RATE_AFTER_SUM: Code(
        "PROM306",
        "rate-after-sum",
        "After a sum, one restarting pod looks like a fall of the whole: take the rate first.",
        "rate(sum by (job) (feast_feature_server_request_total)[5m:])",
        "sum by (job) (rate(feast_feature_server_request_total[5m]))",
    ),
    FaultKind.QUANTILE_WITHOUT_LE: Code(
        "PROM307",
        "quantile-without-le",
        "histogram_quantile needs the bucket bounds; without le it yields nothing.",
        "histogram_quantile(0.9, sum by (job) "
        "(rate(feast_feature_server_request_latency_seconds_bucket[5m])))",
        "histogram_quantile(0.9, sum by (job, le) "
        "(rate(feast_feature_server_request_latency_seconds_bucket[5m])))",
    ),
    FaultKind.MATCHING_NEVER: Code(
        "PROM308",
        "sides-never-match",
        "Two sides whose labels can never be equal join to nothing, silently.",
        "sum by (job) (up) / sum by (namespace) (up)",
        "sum by (job) (up) / count by (job) (up)",
    ),
    FaultKind.GROUP_SIDE: Code(
        "PROM309",
        "grouped-label-not-there",
        "group_left can only bring labels over that the one side has.",
        "up * on (job) group_left (namespace) sum by (job) (up)",
        "up * on (job) group_left () sum by (job) (up)",
    ),
}
LABEL_LOST = Code(
    "PROM310",
    "label-lost-before-the-annotation",
    "The message would say <no value> where the on-call engineer needs a name.",
    "sum by (job) (up) == 0 # {{ $labels.instance }}",
    "sum by (job) (up) == 0 # {{ $labels.job }}",
)
RECORDED_LABELS = Code(
    "PROM311",
    "recorded-labels-differ",
    "Later rules join on the labels that are declared; "
    "if the rule yields others they match nothing.",
    "model:identity = sum by (model_name) (model:info)",
    "model:identity = topk by (model_name) (1, model:info)",
)
DECLARED_DIFFERENTLY = Code(
    "PROM312",
    "metric-declared-differently",
    "Two packs disagree about what a metric is; the proof of one of them is then worth nothing.",
    'counter("up")',
    'gauge("up")',
)
TEMPLATE = Code(
    "PROM313",
    "broken-template",
    "Prometheus sends the error text of a broken template instead of the message.",
    "up == 0 # {{ $labels.job",
    "up == 0 # {{ $labels.job }}",
)
STATED_TWICE = Code(
    "PROM314",
    "constant-stated-twice",
    "Two values for one constant: rules would read one of them, and nobody could say which.",
    "model:quality:min{model_name, metric} 0.8 and model:quality:min{model_name, metric} 0.9",
    "model:quality:min{model_name, metric} 0.8",
)
NO_RUNBOOK = Code(
    "PROM315",
    "alert-without-runbook",
    "The alert links to a page that would be empty, for the person who was just woken up by it.",
    "an alert without a section in its pack's runbook.md",
    "## ModelAccuracyDegraded",
)
NO_CASE = Code(
    "PROM316",
    "alert-without-case",
    "Nobody has shown that the alert can fire, or that it can be quiet.",
    "cases=()",
    "cases=(fires(...), quiet(...))",
)
