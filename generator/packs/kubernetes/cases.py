"""Raw series in, our own series out."""

from generator.catalog import SignalCase

PVC = "persistentvolumeclaim"
ML = 'namespace:watched{namespace="ml"}'
ML_TWICE = 'namespace:watched{namespace="ml",copy="old"}'
WAITING = "kube_pod_container_status_waiting_reason"
INIT_WAITING = "kube_pod_init_container_status_waiting_reason"
FREE = "persistentvolumeclaim:free:ratio"
UTILIZATION = "gpu:utilization:ratio"

CASES = (
    SignalCase(
        "the longest of five minutes, of containers and init containers, in watched namespaces",
        "container:waiting:max5m",
        series={
            f'{WAITING}{{namespace="ml",pod="a",container="main",'
            'reason="CrashLoopBackOff"}': "_x6 1 _x10",
            f'{WAITING}{{namespace="ml",pod="b",container="main",'
            'reason="CrashLoopBackOff"}': "_x5 1 _x10",
            f'{INIT_WAITING}{{namespace="ml",pod="c",container="init",'
            'reason="ErrImagePull"}': "1x20",
            f'{WAITING}{{namespace="x",pod="d",container="main",reason="ErrImagePull"}}': "1x20",
            ML: "1x20",
            ML_TWICE: "1x20",
        },
        at="10m",
        expect={
            'container:waiting:max5m{namespace="ml",pod="a",container="main",'
            'reason="CrashLoopBackOff"}': 1,
            'container:waiting:max5m{namespace="ml",pod="c",container="init",'
            'reason="ErrImagePull"}': 1,
        },
    ),
    SignalCase(
        "a volume seen by two nodes, one without inodes, one nobody watches",
        FREE,
        series={
            f'kubelet_volume_stats_available_bytes{{namespace="ml",{PVC}="a",'
            'instance="n1"}': "20x20",
            f'kubelet_volume_stats_capacity_bytes{{namespace="ml",{PVC}="a",'
            'instance="n1"}': "100x20",
            f'kubelet_volume_stats_available_bytes{{namespace="ml",{PVC}="a",'
            'instance="n2"}': "19x20",
            f'kubelet_volume_stats_capacity_bytes{{namespace="ml",{PVC}="a",'
            'instance="n2"}': "100x20",
            f'kubelet_volume_stats_inodes_free{{namespace="ml",{PVC}="a",instance="n1"}}': "0x20",
            f'kubelet_volume_stats_inodes{{namespace="ml",{PVC}="a",instance="n1"}}': "0x20",
            f'kubelet_volume_stats_inodes_free{{namespace="ml",{PVC}="b",instance="n1"}}': "5x20",
            f'kubelet_volume_stats_inodes{{namespace="ml",{PVC}="b",instance="n1"}}': "10x20",
            f'kubelet_volume_stats_available_bytes{{namespace="x",{PVC}="c",'
            'instance="n1"}': "1x20",
            f'kubelet_volume_stats_capacity_bytes{{namespace="x",{PVC}="c",'
            'instance="n1"}': "10x20",
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
        "old and new exporters name the node differently",
        "gpu:temperature:celsius",
        series={
            'DCGM_FI_DEV_GPU_TEMP{Hostname="n1",gpu="0",namespace="gpu",pod="dcgm-1"}': "50x20",
            'DCGM_FI_DEV_GPU_TEMP{hostname="n2",gpu="0",namespace="gpu",pod="dcgm-2"}': "60x20",
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
            'DCGM_FI_DEV_XID_ERRORS{Hostname="n1",gpu="0",err_code="0"}': "0x20",
            'DCGM_FI_DEV_XID_ERRORS{Hostname="n1",gpu="1",err_code="31"}': "31x20",
        },
        at="10m",
        expect={'gpu:xid_error:last{node="n1",gpu="1",err_code="31"}': 31},
    ),
    SignalCase(
        "the busiest slice of a GPU that a watched pod holds",
        UTILIZATION,
        series={
            'DCGM_FI_DEV_GPU_UTIL{Hostname="n1",gpu="0",exported_namespace="ml",'
            'exported_pod="a",exported_container="main",namespace="gpu",pod="dcgm"}': "40x20",
            'DCGM_FI_DEV_GPU_UTIL{Hostname="n1",gpu="0",exported_namespace="ml",'
            'exported_pod="a",exported_container="side",namespace="gpu",pod="dcgm"}': "30x20",
            'DCGM_FI_DEV_GPU_UTIL{Hostname="n1",gpu="1",exported_namespace="x",'
            'exported_pod="b",namespace="gpu",pod="dcgm"}': "50x20",
            'DCGM_FI_DEV_GPU_UTIL{Hostname="n1",gpu="2",namespace="ml",pod="dcgm"}': "0x20",
            ML: "1x20",
            ML_TWICE: "1x20",
        },
        at="10m",
        expect={f'{UTILIZATION}{{namespace="ml",pod="a",node="n1",gpu="0"}}': 0.4},
    ),
    SignalCase("nothing is scraped", UTILIZATION, series={}, at="10m", expect={}),
)
