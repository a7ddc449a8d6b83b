"""GPUs that break, overheat, stand idle, or are not watched."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet
from generator.packs.kubernetes.signals import ON_NODE

FOR_A = 'exported_namespace="ml",exported_pod="a"'
ML = 'namespace:watched{namespace="ml"}'
XID = "DCGM_FI_DEV_XID_ERRORS"
REMAP_FAILED = "DCGM_FI_DEV_ROW_REMAP_FAILURE"
REMAPPED = "DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS"
DOUBLE_BIT = "DCGM_FI_DEV_ECC_DBE_VOL_TOTAL"
TEMPERATURE = "DCGM_FI_DEV_GPU_TEMP"
BUSY = "DCGM_FI_DEV_GPU_UTIL"
OFFERED = "kube_node_status_allocatable"
POD = "kube_pod_info"

# Codes that NVIDIA lays to hardware or driver. 13, 31, 43, 45 and the like are faults of the
# program that ran. 48, 64, 94, 95: memory; 74: NVLink; 79: off the bus; 119, 120: its controller.
BROKEN = "48|64|74|79|94|95|119|120"

HOT = ServiceThreshold(
    "kubernetes:gpu_temperature_celsius:max",
    85,
    unit="celsius",
    help="Temperature above which a GPU is too hot; data centre models slow down from about 87.",
)
IDLE = ServiceThreshold(
    "kubernetes:gpu_utilization:min",
    0.05,
    unit="ratio",
    help="Utilization a pod's GPU must reach at least once an hour not to count as idle.",
)

ALERTS = (
    # The reading keeps the last code until another comes or the driver is loaded anew, which is
    # what a broken GPU needs anyhow: the alert stays until someone has seen to it.
    Alert(
        name="KubernetesGpuXidError",
        expr=f'max by (node, gpu, err_code) (gpu:xid_error:last{{err_code=~"{BROKEN}"}})',
        for_="1m",
        severity=AlertSeverity.TICKET,
        summary="GPU {{ $labels.gpu }} of {{ $labels.node }} reports XID {{ $labels.err_code }}",
        description=(
            "The driver lays this error to the GPU and not to the program on it. What runs there "
            "fails or computes wrongly until the GPU is reset, drained or replaced."
        ),
        cases=(
            fires(
                "off the bus, on a newer exporter a memory error; elsewhere a program's own fault",
                {"node": "n1", "gpu": "0", "err_code": "79"},
                {"node": "n2", "gpu": "0", "err_code": "48"},
                at="6m",
                series={
                    f'{XID}{{Hostname="n1",gpu="0",err_code="0"}}': "0x4 stale",
                    f'{XID}{{Hostname="n1",gpu="0",err_code="79"}}': "_x5 79x30",
                    f'{XID}{{hostname="n2",gpu="0",err_code="48"}}': "_x5 48x30",
                    f'{XID}{{Hostname="n1",gpu="1",err_code="31"}}': "31x30",
                    f'{XID}{{Hostname="n1",gpu="2",err_code="0"}}': "0x30",
                },
            ),
            quiet(
                "seen in one scrape only",
                until="9m",
                series={f'{XID}{{Hostname="n1",gpu="0",err_code="79"}}': "_x5 79 stale"},
            ),
            quiet(
                "a code that is no longer the last one",
                until="3m",
                series={f'{XID}{{Hostname="n1",gpu="0",err_code="79"}}': "0x40"},
            ),
            quiet("no GPU is reported", until="3m", series={}),
        ),
    ),
    # The count of double-bit errors is off by default; where it is missing the others are enough.
    Alert(
        name="KubernetesGpuMemoryFaulty",
        expr=f"""
          max by (node, gpu) (label_join({REMAP_FAILED}, {ON_NODE})) > 0
          or
          max by (node, gpu) (label_join(increase({REMAPPED}[6h]), {ON_NODE})) > 0
          or
          max by (node, gpu) (label_join(increase({DOUBLE_BIT}[6h]), {ON_NODE})) > 0
        """,
        for_="1m",
        severity=AlertSeverity.TICKET,
        summary="Memory of GPU {{ $labels.gpu }} of {{ $labels.node }} is failing",
        description=(
            "Within 6 hours a row of the GPU's memory had errors that could not be corrected, or a "
            "broken row can no longer be replaced. Results computed there may have been lost."
        ),
        cases=(
            fires(
                "three faults, beside a GPU with an old one",
                {"node": "n1", "gpu": "0"},
                {"node": "n1", "gpu": "1"},
                {"node": "n2", "gpu": "0"},
                at="11m",
                series={
                    f'{REMAP_FAILED}{{Hostname="n1",gpu="0"}}': "0x9 1x30",
                    f'{REMAPPED}{{Hostname="n1",gpu="1"}}': "2x9 3x30",
                    f'{DOUBLE_BIT}{{hostname="n2",gpu="0"}}': "0x9 1x30",
                    f'{REMAP_FAILED}{{Hostname="n1",gpu="2"}}': "0x40",
                    f'{REMAPPED}{{Hostname="n1",gpu="2"}}': "2x40",
                    f'{DOUBLE_BIT}{{Hostname="n1",gpu="2"}}': "1x40",
                },
            ),
            fires(
                "the exporter comes back with a fault after 5 h 50 m, and elsewhere after 5 h 55 m",
                {"node": "n1", "gpu": "0"},
                {"node": "n1", "gpu": "1"},
                at="6h",
                every=5,
                series={
                    f'{REMAPPED}{{Hostname="n1",gpu="0"}}': "2x1 _x69 3x10",
                    f'{DOUBLE_BIT}{{Hostname="n1",gpu="1"}}': "2x1 _x69 3x10",
                    f'{REMAPPED}{{Hostname="n2",gpu="0"}}': "2 _x70 3x10",
                    f'{DOUBLE_BIT}{{Hostname="n2",gpu="1"}}': "2 _x70 3x10",
                },
            ),
            quiet("no GPU is reported", until="3m", series={}),
        ),
    ),
    Alert(
        name="KubernetesGpuHot",
        expr=f"gpu:temperature:celsius > {HOT.value}",
        for_="10m",
        severity=AlertSeverity.TICKET,
        threshold=HOT,
        summary="GPU {{ $labels.gpu }} of {{ $labels.node }} is at {{ $value }} °C",
        description=(
            "The GPU has been too hot for a while. It slows down to protect itself, and "
            "switches off if that does not help."
        ),
        cases=(
            fires(
                "one degree above, beside one at the threshold",
                {"node": "n1", "gpu": "0"},
                {"node": "n2", "gpu": "0"},
                at="10m",
                series={
                    f'{TEMPERATURE}{{Hostname="n1",gpu="0"}}': "86x30",
                    f'{TEMPERATURE}{{hostname="n2",gpu="0"}}': "86x30",
                    f'{TEMPERATURE}{{Hostname="n1",gpu="1"}}': "85x30",
                },
            ),
            quiet(
                "cooler after nine minutes",
                until="12m",
                series={f'{TEMPERATURE}{{Hostname="n1",gpu="0"}}': "99x9 85x40"},
            ),
            quiet("no GPU is reported", until="11m", series={}),
        ),
    ),
    # `and` drops what a pod that has ended leaves behind in the hour's window.
    Alert(
        name="KubernetesGpuIdle",
        expr=f"""
          max_over_time(gpu:utilization:ratio[1h]) < {IDLE.value}
          and gpu:utilization:ratio
        """,
        for_="2h",
        severity=AlertSeverity.TICKET,
        threshold=IDLE,
        summary="{{ $labels.namespace }}/{{ $labels.pod }} holds a GPU and does not use it",
        description=(
            "GPU {{ $labels.gpu }} of {{ $labels.node }} has not exceeded "
            "{{ $value | humanizePercentage }} in any hour for a while; others may wait for one."
        ),
        cases=(
            fires(
                "4.8 % since an hour and two after some work, beside 5 %, a free GPU, and a pod "
                "nobody watches",
                {"namespace": "ml", "pod": "a", "node": "n1", "gpu": "0"},
                at="3h10m",
                every=5,
                series={
                    f'{BUSY}{{hostname="n1",gpu="0",{FOR_A}}}': "0x1 60 4.8x50",
                    f'{BUSY}{{Hostname="n1",gpu="1",exported_namespace="ml",'
                    'exported_pod="b"}': "5x50",
                    f'{BUSY}{{Hostname="n1",gpu="2",namespace="ml",pod="dcgm"}}': "0x50",
                    f'{BUSY}{{Hostname="n1",gpu="3",exported_namespace="x",'
                    'exported_pod="c"}': "0x50",
                    ML: "1x50",
                },
            ),
            quiet(
                "work every 55 minutes, and an idle pod that ends after 1 h 55 m",
                until="3h",
                every=5,
                series={
                    f'{BUSY}{{Hostname="n1",gpu="0",{FOR_A}}}': "0x9 60 0x9 60 0x9 60 0x9 60",
                    f'{BUSY}{{Hostname="n1",gpu="1",exported_namespace="ml",'
                    'exported_pod="b"}': "0x23 stale",
                    ML: "1x50",
                },
            ),
        ),
    ),
    # The exporter's pod tells the node: its own name for the node differs between releases.
    Alert(
        name="KubernetesGpuMetricsAbsent",
        expr="""
          max by (node) (kube_node_status_allocatable{resource="nvidia_com_gpu"}) > 0
          unless on (node) (
            max by (namespace, pod) (DCGM_FI_DEV_GPU_TEMP)
            * on (namespace, pod) group_left (node)
            topk by (namespace, pod) (1, max by (namespace, pod, node) (kube_pod_info))
          )
        """,
        for_="15m",
        severity=AlertSeverity.TICKET,
        summary="The GPUs of {{ $labels.node }} are not watched",
        description=(
            "{{ $labels.node }} offers {{ $value }} GPUs, but no DCGM exporter on "
            "it reports any: faults, heat and idle GPUs there go unseen."
        ),
        cases=(
            fires(
                "no exporter on one of two GPU nodes; a third has no GPU",
                {"node": "n1"},
                at="15m",
                series={
                    f'{OFFERED}{{node="n1",resource="nvidia_com_gpu"}}': "8x40",
                    f'{OFFERED}{{node="n2",resource="nvidia_com_gpu"}}': "8x40",
                    f'{OFFERED}{{node="n3",resource="nvidia_com_gpu"}}': "0x40",
                    f'{OFFERED}{{node="n3",resource="cpu"}}': "8x40",
                    f'{TEMPERATURE}{{namespace="gpu",pod="dcgm-2",gpu="0"}}': "40x40",
                    f'{POD}{{namespace="gpu",pod="dcgm-2",node="n2"}}': "1x40",
                    f'{POD}{{namespace="gpu",pod="dcgm-1",node="n1"}}': "1x40",
                },
            ),
            fires(
                "no exporter at all",
                {"node": "n1"},
                at="15m",
                series={f'{OFFERED}{{node="n1",resource="nvidia_com_gpu"}}': "1x40"},
            ),
            quiet(
                "the exporter of a new node takes 14 minutes",
                until="18m",
                series={
                    f'{OFFERED}{{node="n1",resource="nvidia_com_gpu"}}': "8x60",
                    f'{TEMPERATURE}{{namespace="gpu",pod="dcgm-1",gpu="0"}}': "_x15 40x60",
                    f'{POD}{{namespace="gpu",pod="dcgm-1",node="n1"}}': "1x60",
                },
            ),
            quiet(
                "a cluster without GPUs",
                until="16m",
                series={f'{OFFERED}{{node="n1",resource="cpu"}}': "8x60"},
            ),
        ),
    ),
)
