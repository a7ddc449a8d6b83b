"""Alerts on blocks: written to the object store, listed and compacted."""

from generator.catalog import Alert, AlertSeverity, fires, quiet

FLUSHES = "tempo_ingester_failed_flushes_total"
COMPACTIONS = "tempodb_compaction_errors_total"
POLLS = "tempodb_blocklist_poll_errors_total"


def _of(metric: str, pod: str = "tempo-0", more: str = "") -> str:
    return f'{metric}{{job="tempo",pod="{pod}"{more}}}'


FLUSH = Alert(
    name="TempoFlushesFailing",
    expr=f"""
      sum by (pod) (increase({FLUSHES}{{job="tempo"}}[15m])) > 0
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    summary="{{ $labels.pod }} cannot write blocks to the object store",
    description=(
        "{{ $labels.pod }} failed {{ $value | humanize }} times in 15 minutes to write a block. "
        "Its disk fills up; if that disk is lost, so are these traces."
    ),
    cases=(
        fires(
            "a flush fails every twelve minutes, beside pods that failed once, and long ago",
            {"pod": "tempo-0"},
            at="20m",
            series={
                _of(FLUSHES): "0x4 1x11 2x11 3x20",
                _of(FLUSHES, "tempo-1"): "0x4 1x40",
                _of(FLUSHES, "tempo-2"): "6x9 0x40",
                _of(FLUSHES, "o-0").replace('job="tempo"', 'job="other"'): "0+1x40",
            },
        ),
        quiet(
            "one failure, tried again with success",
            until="35m",
            series={_of(FLUSHES): "0x4 1x40"},
        ),
    ),
)

COMPACTION = Alert(
    name="TempoCompactionFailing",
    expr=f"""
      sum by (job) (increase({COMPACTIONS}{{job="tempo"}}[30m])) > 0
    """,
    for_="1h",
    severity=AlertSeverity.TICKET,
    summary="Tempo's compaction keeps failing",
    description=(
        "Compaction fails again and again, {{ $value | humanize }} times in the last 30 minutes. "
        "Blocks pile up: queries get slower and object storage dearer."
    ),
    cases=(
        fires(
            "an error every 25 minutes, alternating between two pods",
            {"job": "tempo"},
            at="1h15m",
            every=5,
            series={
                _of(COMPACTIONS): "0x2 1x9 2x10",
                _of(COMPACTIONS, "tempo-1"): "0x7 1x20",
                _of(COMPACTIONS).replace('job="tempo"', 'job="other"'): "0+1x20",
            },
        ),
        quiet(
            "three errors within half an hour are not in the window for an hour; then rare ones",
            until="3h20m",
            every=5,
            series={_of(COMPACTIONS): "0x2 1x2 2x2 3x7 4x7 5x7 6x20"},
        ),
    ),
)

POLL = Alert(
    name="TempoPollsFailing",
    expr=f"""
      sum by (job) (increase({POLLS}{{job="tempo"}}[15m])) > 0
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    summary="Tempo cannot list its blocks",
    description=(
        "Listing blocks in the object store failed {{ $value | humanize }} times in 15 minutes. "
        "Queries miss the newest blocks and ask for deleted ones."
    ),
    cases=(
        fires(
            "a poll fails every twelve minutes, beside a tenant that is fine",
            {"job": "tempo"},
            at="20m",
            series={
                _of(POLLS, more=',tenant="ml"'): "0x4 1x11 2x11 3x20",
                _of(POLLS, more=',tenant="web"'): "5x40",
                _of(POLLS).replace('job="tempo"', 'job="other"'): "0+1x40",
            },
        ),
        quiet(
            "one failed poll",
            until="40m",
            series={_of(POLLS, more=',tenant="ml"'): "0x4 1x50"},
        ),
    ),
)

ALERTS = (FLUSH, COMPACTION, POLL)
