"""Volumes that fill up."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

ML = 'namespace:watched{namespace="ml"}'
FREE = "kubelet_volume_stats_available_bytes"
SIZE = "kubelet_volume_stats_capacity_bytes"
INODES_FREE = "kubelet_volume_stats_inodes_free"
INODES = "kubelet_volume_stats_inodes"

LOW = ServiceThreshold(
    "kubernetes:volume_free:min",
    0.15,
    unit="ratio",
    help="Free share of a volume below which its growth is looked at.",
)
FULL = ServiceThreshold(
    "kubernetes:volume_free:critical_min",
    0.03,
    unit="ratio",
    help="Free share of a volume below which someone is called.",
)

ALERTS = (
    # A volume of weights or data sets may be rightly full and stay so: growth is needed as well.
    Alert(
        name="KubernetesVolumeFillingUp",
        expr=f"""
          persistentvolumeclaim:free:ratio < {LOW.value}
          and
          predict_linear(persistentvolumeclaim:free:ratio[6h], 4 * 24 * 3600) < 0
        """,
        for_="1h",
        severity=AlertSeverity.TICKET,
        threshold=LOW,
        summary=(
            "Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} will be full "
            "within four days"
        ),
        description=(
            "{{ $value | humanizePercentage }} of its {{ $labels.resource }} are free, and at the "
            "pace of the last 6 hours none will be left in four days."
        ),
        cases=(
            fires(
                "just below the threshold and filling; others just above it, or full but still",
                {"namespace": "ml", "persistentvolumeclaim": "a", "resource": "bytes"},
                {"namespace": "ml", "persistentvolumeclaim": "i", "resource": "inodes"},
                at="1h25m",
                every=5,
                series={
                    f'{FREE}{{namespace="ml",persistentvolumeclaim="a"}}': "150.9-0.2x40",
                    f'{SIZE}{{namespace="ml",persistentvolumeclaim="a"}}': "1000x40",
                    f'{FREE}{{namespace="ml",persistentvolumeclaim="b"}}': "155-0.2x40",
                    f'{SIZE}{{namespace="ml",persistentvolumeclaim="b"}}': "1000x40",
                    f'{FREE}{{namespace="ml",persistentvolumeclaim="c"}}': "0x40",
                    f'{SIZE}{{namespace="ml",persistentvolumeclaim="c"}}': "1000x40",
                    f'{FREE}{{namespace="ml",persistentvolumeclaim="d"}}': "140-0.115x40",
                    f'{SIZE}{{namespace="ml",persistentvolumeclaim="d"}}': "1000x40",
                    f'{INODES_FREE}{{namespace="ml",persistentvolumeclaim="i"}}': "150.9-0.2x40",
                    f'{INODES}{{namespace="ml",persistentvolumeclaim="i"}}': "1000x40",
                    f'{FREE}{{namespace="x",persistentvolumeclaim="e"}}': "100-0.5x40",
                    f'{SIZE}{{namespace="x",persistentvolumeclaim="e"}}': "1000x40",
                    ML: "1x60",
                },
            ),
            fires(
                "a write that would fill it if six hours each brought another, beside a smaller",
                {"namespace": "ml", "persistentvolumeclaim": "a", "resource": "bytes"},
                at="9h30m",
                every=5,
                series={
                    f'{FREE}{{namespace="ml",persistentvolumeclaim="a"}}': "148x79 141.2x150",
                    f'{SIZE}{{namespace="ml",persistentvolumeclaim="a"}}': "1000x200",
                    f'{FREE}{{namespace="ml",persistentvolumeclaim="b"}}': "148x79 142.5x150",
                    f'{SIZE}{{namespace="ml",persistentvolumeclaim="b"}}': "1000x200",
                    ML: "1x200",
                },
            ),
            quiet(
                "it fills, and stops at the threshold",
                until="2h50m",
                every=5,
                series={
                    f'{FREE}{{namespace="ml",persistentvolumeclaim="a"}}': "160-0.5x20 150x60",
                    f'{SIZE}{{namespace="ml",persistentvolumeclaim="a"}}': "1000x80",
                    ML: "1x80",
                },
            ),
            quiet(
                "filesystems of unknown size, as some drivers report them",
                until="1h10m",
                every=5,
                series={
                    f'{FREE}{{namespace="ml",persistentvolumeclaim="a"}}': "0x100",
                    f'{SIZE}{{namespace="ml",persistentvolumeclaim="a"}}': "0x100",
                    f'{INODES_FREE}{{namespace="ml",persistentvolumeclaim="a"}}': "0x100",
                    f'{INODES}{{namespace="ml",persistentvolumeclaim="a"}}': "0x100",
                    f'{FREE}{{namespace="ml",persistentvolumeclaim="b"}}': "150-1x100",
                    ML: "1x100",
                },
            ),
        ),
    ),
    Alert(
        name="KubernetesVolumeFull",
        expr=f"persistentvolumeclaim:free:ratio < {FULL.value}",
        for_="5m",
        severity=AlertSeverity.PAGE,
        threshold=FULL,
        summary="Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is full",
        description=(
            "Only {{ $value | humanizePercentage }} of its {{ $labels.resource }} are free: writes "
            "fail or are about to."
        ),
        cases=(
            fires(
                "bytes or inodes just below the threshold, others at it",
                {"namespace": "ml", "persistentvolumeclaim": "a", "resource": "bytes"},
                {"namespace": "ml", "persistentvolumeclaim": "i", "resource": "inodes"},
                at="5m",
                series={
                    f'{FREE}{{namespace="ml",persistentvolumeclaim="a"}}': "29x20",
                    f'{SIZE}{{namespace="ml",persistentvolumeclaim="a"}}': "1000x20",
                    f'{FREE}{{namespace="ml",persistentvolumeclaim="b"}}': "30x20",
                    f'{SIZE}{{namespace="ml",persistentvolumeclaim="b"}}': "1000x20",
                    f'{INODES_FREE}{{namespace="ml",persistentvolumeclaim="i"}}': "29x20",
                    f'{INODES}{{namespace="ml",persistentvolumeclaim="i"}}': "1000x20",
                    f'{INODES_FREE}{{namespace="ml",persistentvolumeclaim="b"}}': "30x20",
                    f'{INODES}{{namespace="ml",persistentvolumeclaim="b"}}': "1000x20",
                    f'{FREE}{{namespace="x",persistentvolumeclaim="e"}}': "0x20",
                    f'{SIZE}{{namespace="x",persistentvolumeclaim="e"}}': "1000x20",
                    ML: "1x60",
                },
            ),
            quiet(
                "space is freed after four minutes",
                until="7m",
                series={
                    f'{FREE}{{namespace="ml",persistentvolumeclaim="a"}}': "0x4 31x40",
                    f'{SIZE}{{namespace="ml",persistentvolumeclaim="a"}}': "1000x60",
                    ML: "1x60",
                },
            ),
            quiet(
                "filesystems of unknown size",
                until="6m",
                series={
                    f'{INODES_FREE}{{namespace="ml",persistentvolumeclaim="a"}}': "0x60",
                    f'{INODES}{{namespace="ml",persistentvolumeclaim="a"}}': "0x60",
                    f'{FREE}{{namespace="ml",persistentvolumeclaim="b"}}': "0x60",
                    ML: "1x60",
                },
            ),
        ),
    ),
)
