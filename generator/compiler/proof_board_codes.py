"""What can be wrong with a board.

``wrong`` and ``right`` are queries over the shipped catalogue (after a ``#``: the legend, or the
column of a table), or what a board or panel has.
"""

from __future__ import annotations

from generator.diagnostics import Code
from generator.promql import FaultKind

SYNTAX = Code(
    "DASH501",
    "query-does-not-parse",
    "The panel shows an error instead of data, to somebody who is looking for another one.",
    "sum by (job (up)",
    "sum by (job) (up)",
)
UNKNOWN_SERIES = Code(
    "DASH502",
    "query-of-unknown-series",
    "Nothing has that name, so the panel stays empty and looks like a calm day.",
    "sum(rate(feast_feature_server_requests_total[$__rate_interval]))",
    "sum(rate(feast_feature_server_request_total[$__rate_interval]))",
)
UNKNOWN_LABEL = Code(
    "DASH503",
    "query-of-unknown-label",
    "Matching, grouping or joining by a label that is never there yields nothing, or one sum.",
    "sum by (jobb) (up)",
    "sum by (job) (up)",
)
MISREAD = Code(
    "DASH504",
    "query-misreads-its-metric",
    "A rate of a gauge, or a quantile without buckets, draws numbers that mean nothing.",
    "max(rate(up[$__rate_interval]))",
    "max(avg_over_time(up[$__rate_interval]))",
)
FIXED_WINDOW = Code(
    "DASH505",
    "fixed-rate-window",
    "Zoomed out, a fixed window skips what lies between two points: short faults disappear.",
    "sum(rate(feast_feature_server_request_total[5m]))",
    "sum(rate(feast_feature_server_request_total[$__rate_interval]))",
)
UNDEFINED = Code(
    "DASH506",
    "undefined-variable",
    "Grafana sends the name itself to the data source, which finds nothing or refuses it.",
    'max(up{job=~"$jop"})',
    'max(up{job=~"$job"})',
)
UNUSED = Code(
    "DASH507",
    "unused-variable",
    "People choose something at the top of the board, and the board shows all of it all the same.",
    "max(up)",
    'max(up{job=~"$job"})',
)
LEGEND = Code(
    "DASH508",
    "label-lost-before-the-legend",
    "Lines without names cannot be told apart.",
    "sum by (job) (up) # {{instance}}",
    "sum by (job) (up) # {{job}}",
)
COLUMNS = Code(
    "DASH509",
    "columns-differ-from-the-query",
    "A label without a column stands in the table unnamed; a column without a label is empty.",
    "sum by (job, namespace) (up) # job",
    "sum by (job) (up) # job",
)
NO_WORDS = Code(
    "DASH510",
    "panel-without-words",
    "Whoever is woken up at night does not know what the lines mean.",
    'description=""',
    'description="Whether the target answers its scrapes."',
)
UNIT = Code(
    "DASH511",
    "unknown-unit",
    "Without a unit 0.2 may be a share, a time or a count.",
    'unit="secs"',
    'unit="seconds"',
)
OVERLAP = Code(
    "DASH512",
    "panels-overlap",
    "Grafana moves a panel that overlaps another or the edge, so the board looks otherwise.",
    "x=20, width=8",
    "x=16, width=8",
)
NUMBERS = Code(
    "DASH513",
    "number-used-twice",
    "Links to one of two panels with the same number open the other one.",
    "id=2",
    "id=3",
)
TWICE = Code(
    "DASH514",
    "board-twice",
    "Two boards with one uid or one title stop Grafana from loading any board of the folder.",
    'title="Fleet overview"',
    'title="Fleet by cost"',
)
LINK = Code(
    "DASH515",
    "link-to-nowhere",
    "A link that leads to no board or runbook costs time when there is least of it.",
    'url="/d/wk-modle"',
    'url="/d/wk-model"',
)
EQUATED = Code(
    "DASH516",
    "equality-with-a-choice-of-several",
    "Of two values, or of all, Grafana makes a pattern: (a|b). As plain text nothing is called so, "
    "and the panel is empty.",
    'max(up{job="$job"})',
    'max(up{job=~"$job"})',
)
NO_VECTOR = Code(
    "DASH517",
    "query-yields-nothing-to-draw",
    "A range of samples and a text are values that only functions take; "
    "of a query for them Grafana shows an error.",
    "up[$__rate_interval]",
    "max(max_over_time(up[$__rate_interval]))",
)
# What helps where no known name is near; a metric may be one that nobody here knows.
FIXES = {
    FaultKind.SYNTAX: "mend it; Explore in Grafana shows what a query yields",
    FaultKind.UNKNOWN_LABEL: "write a label that it has, or take it out",
    FaultKind.MATCHING_NEVER: "match on labels that both sides have",
    FaultKind.GROUP_SIDE: "write the other of group_left and group_right",
    FaultKind.NOT_A_COUNTER: "take the value itself, or an average over time",
    FaultKind.COUNTER_AS_GAUGE: "take the rate",
    FaultKind.RATE_AFTER_SUM: "take the rate first, then the sum",
    FaultKind.QUANTILE_WITHOUT_LE: "keep le in the sum",
}
BY_FAULT = {
    FaultKind.SYNTAX: SYNTAX,
    FaultKind.UNKNOWN_METRIC: UNKNOWN_SERIES,
    FaultKind.UNKNOWN_LABEL: UNKNOWN_LABEL,
    FaultKind.MATCHING_NEVER: UNKNOWN_LABEL,
    FaultKind.GROUP_SIDE: UNKNOWN_LABEL,
    FaultKind.NOT_A_COUNTER: MISREAD,
    FaultKind.COUNTER_AS_GAUGE: MISREAD,
    FaultKind.RATE_AFTER_SUM: MISREAD,
    FaultKind.QUANTILE_WITHOUT_LE: MISREAD,
}
