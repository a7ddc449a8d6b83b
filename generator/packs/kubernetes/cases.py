"""Raw series in, our own series out."""

from generator.catalog import SignalCase

ML = 'namespace:watched{namespace="ml"}'
ML_TWICE = 'namespace:watched{namespace="ml",copy="old"}'
WAITING = "kube_pod_container_status_waiting_reason"
INIT_WAITING = "kube_pod_init_container_status_waiting_reason"
FREE = "persistentvolumeclaim:free:ratio"
UTILIZATION = "gpu:utilization:ratio"
WAITS = "container:waiting:max5m"
CRASHING = 'reason="CrashLoopBackOff"'
NO_IMAGE = 'reason="ErrImagePull"'
AVAILABLE = "kubelet_volume_stats_available_bytes"
CAPACITY = "kubelet_volume_stats_capacity_bytes"
INODES_FREE = "kubelet_volume_stats_inodes_free"
INODES = "kubelet_volume_stats_inodes"
A_ON_1 = 'namespace="ml",persistentvolumeclaim="a",instance="n1"'
A_ON_2 = 'namespace="ml",persistentvolumeclaim="a",instance="n2"'
B_ON_1 = 'namespace="ml",persistentvolumeclaim="b",instance="n1"'
B_ON_2 = 'namespace="ml",persistentvolumeclaim="b",instance="n2"'
FOREIGN = 'namespace="x",persistentvolumeclaim="c",instance="n1"'
TEMPERATURE = "DCGM_FI_DEV_GPU_TEMP"
XID = "DCGM_FI_DEV_XID_ERRORS"
BUSY = "DCGM_FI_DEV_GPU_UTIL"
FOR_A = 'exported_namespace="ml",exported_pod="a",namespace="gpu",pod="dcgm"'
FOR_B = 'exported_namespace="x",exported_pod="b",namespace="gpu",pod="dcgm"'

CASES = (
    SignalCase(
        "the longest of five minutes, of containers and init containers, in watched namespaces",
        WAITS,
        series={
            f'{WAITING}{{namespace="ml",pod="a",container="c",{CRASHING}}}': "_x6 1 _x10",
            f'{WAITING}{{namespace="ml",pod="a",container="c",{CRASHING},instance="2"}}': "1x20",
            f'{WAITING}{{namespace="ml",pod="b",container="c",{CRASHING}}}': "_x5 1 _x10",
            f'{WAITING}{{namespace="ml",pod="e",container="c",{CRASHING}}}': "_x6 1 _x10",
            f'{INIT_WAITING}{{namespace="ml",pod="c",container="i",{NO_IMAGE}}}': "_x6 1 _x10",
            f'{INIT_WAITING}{{namespace="ml",pod="f",container="i",{NO_IMAGE}}}': "_x5 1 _x10",
            f'{WAITING}{{namespace="x",pod="d",container="c",{NO_IMAGE}}}': "1x20",
            ML: "1x20",
            ML_TWICE: "1x20",
        },
        at="10m",
        expect={
            f'{WAITS}{{namespace="ml",pod="a",container="c",{CRASHING}}}': 1,
            f'{WAITS}{{namespace="ml",pod="e",container="c",{CRASHING}}}': 1,
            f'{WAITS}{{namespace="ml",pod="c",container="i",{NO_IMAGE}}}': 1,
        },
    ),
    SignalCase(
        "volumes seen by two nodes, one without inodes, one nobody watches",
        FREE,
        series={
            f"{AVAILABLE}{{{A_ON_1}}}": "20x20",
            f"{CAPACITY}{{{A_ON_1}}}": "100x20",
            f"{AVAILABLE}{{{A_ON_2}}}": "19x20",
            f"{CAPACITY}{{{A_ON_2}}}": "100x20",
            f"{INODES_FREE}{{{A_ON_1}}}": "0x20",
            f"{INODES}{{{A_ON_1}}}": "0x20",
            f"{INODES_FREE}{{{B_ON_1}}}": "5x20",
            f"{INODES}{{{B_ON_1}}}": "10x20",
            f"{INODES_FREE}{{{B_ON_2}}}": "6x20",
            f"{INODES}{{{B_ON_2}}}": "10x20",
            f"{AVAILABLE}{{{FOREIGN}}}": "1x20",
            f"{CAPACITY}{{{FOREIGN}}}": "10x20",
            ML: "1x20",
            ML_TWICE: "1x20",
        },
        at="10m",
        expect={
            f'{FREE}{{namespace="ml",persistentvolumeclaim="a",resource="bytes"}}': 0.19,
            f'{FREE}{{namespace="ml",persistentvolumeclaim="b",resource="inodes"}}': 0.5,
        },
    ),
    SignalCase(
        "old and new exporters name the node differently; a GPU in slices is as hot as its hottest",
        "gpu:temperature:celsius",
        series={
            f'{TEMPERATURE}{{Hostname="n1",gpu="0",exported_pod="a"}}': "50x20",
            f'{TEMPERATURE}{{Hostname="n1",gpu="0",exported_pod="b"}}': "49x20",
            f'{TEMPERATURE}{{hostname="n2",gpu="0"}}': "60x20",
        },
        at="10m",
        expect={
            'gpu:temperature:celsius{node="n1",gpu="0"}': 50,
            'gpu:temperature:celsius{node="n2",gpu="0"}': 60,
        },
    ),
    SignalCase(
        "no error is no reading",
        "gpu:xid_error:last",
        series={
            f'{XID}{{Hostname="n1",gpu="0",err_code="0"}}': "0x20",
            f'{XID}{{Hostname="n1",gpu="1",err_code="31",exported_pod="a"}}': "31x20",
            f'{XID}{{Hostname="n1",gpu="1",err_code="31",exported_pod="b"}}': "31x20",
        },
        at="10m",
        expect={'gpu:xid_error:last{node="n1",gpu="1",err_code="31"}': 31},
    ),
    SignalCase(
        "the busiest slice of a GPU that a watched pod holds",
        UTILIZATION,
        series={
            f'{BUSY}{{Hostname="n1",gpu="0",exported_container="main",{FOR_A}}}': "40x20",
            f'{BUSY}{{Hostname="n1",gpu="0",exported_container="side",{FOR_A}}}': "30x20",
            f'{BUSY}{{Hostname="n1",gpu="1",{FOR_B}}}': "50x20",
            f'{BUSY}{{Hostname="n1",gpu="2",namespace="ml",pod="dcgm"}}': "0x20",
            ML: "1x20",
            ML_TWICE: "1x20",
        },
        at="10m",
        expect={f'{UTILIZATION}{{namespace="ml",pod="a",node="n1",gpu="0"}}': 0.4},
    ),
    SignalCase("nothing is scraped", UTILIZATION, series={}, at="10m", expect={}),
)
