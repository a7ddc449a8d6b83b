"""Nodes, and the two sources that tell us about everything else."""

from generator.catalog import Alert, AlertSeverity, fires, quiet

CONDITION = "kube_node_status_condition"
CORDONED = "kube_node_spec_unschedulable"
PHASE = 'kube_pod_status_phase{job="kube-state-metrics",namespace="ml",pod="a",phase="Running"}'

ALERTS = (
    Alert(
        name="KubernetesNodeNotReady",
        expr="""
          max by (node) (kube_node_status_condition{condition="Ready",status="true"}) == 0
          unless on (node) (kube_node_spec_unschedulable == 1)
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary="Node {{ $labels.node }} is not ready",
        description=(
            "The node is not ready and nobody has cordoned it. Its pods are "
            "started elsewhere, if there is room; its GPUs and local volumes are gone until then."
        ),
        cases=(
            fires(
                "10 minutes; another is ready, a third is cordoned",
                {"node": "n1"},
                at="10m",
                series={
                    f'{CONDITION}{{node="n1",condition="Ready",status="true"}}': "0x30",
                    f'{CONDITION}{{node="n1",condition="Ready",status="unknown"}}': "1x30",
                    f'{CORDONED}{{node="n1"}}': "0x30",
                    f'{CONDITION}{{node="n2",condition="Ready",status="true"}}': "1x30",
                    f'{CONDITION}{{node="n2",condition="Ready",status="false"}}': "0x30",
                    f'{CONDITION}{{node="n2",condition="DiskPressure",status="true"}}': "0x30",
                    f'{CONDITION}{{node="n3",condition="Ready",status="true"}}': "0x30",
                    f'{CORDONED}{{node="n3"}}': "1x30",
                },
            ),
            quiet(
                "back after nine minutes",
                until="12m",
                series={f'{CONDITION}{{node="n1",condition="Ready",status="true"}}': "0x9 1x40"},
            ),
            quiet(
                "the autoscaler has removed the node",
                until="12m",
                series={f'{CONDITION}{{node="n1",condition="Ready",status="true"}}': "0x5 stale"},
            ),
        ),
    ),
    Alert(
        name="KubernetesNodePressure",
        expr="""
          max by (node, condition) (
            kube_node_status_condition{
              condition=~"DiskPressure|MemoryPressure|PIDPressure",status="true"
            }
          ) == 1
        """,
        for_="5m",
        keep_firing_for="10m",
        severity=AlertSeverity.TICKET,
        summary="Node {{ $labels.node }} reports {{ $labels.condition }}",
        description=(
            "The node is short of what the condition names: it takes no new "
            "pods and evicts those that use the most."
        ),
        cases=(
            fires(
                "disk and memory, until ten minutes after; others are fine, or only not ready",
                {"node": "n1", "condition": "DiskPressure"},
                {"node": "n2", "condition": "MemoryPressure"},
                at="5m",
                holds="16m",
                series={
                    f'{CONDITION}{{node="n1",condition="DiskPressure",status="true"}}': "1x6 0x30",
                    f'{CONDITION}{{node="n2",condition="MemoryPressure",'
                    'status="true"}': "1x6 0x30",
                    f'{CONDITION}{{node="n3",condition="MemoryPressure",status="true"}}': "0x30",
                    f'{CONDITION}{{node="n3",condition="MemoryPressure",status="false"}}': "1x30",
                    f'{CONDITION}{{node="n3",condition="PIDPressure",status="unknown"}}': "1x30",
                    f'{CONDITION}{{node="n4",condition="Ready",status="true"}}': "1x30",
                },
            ),
            quiet(
                "over after four minutes",
                until="10m",
                series={
                    f'{CONDITION}{{node="n1",condition="DiskPressure",status="true"}}': "1x4 0x40"
                },
            ),
            quiet("no node is reported", until="6m", series={}),
        ),
    ),
    # Any of its series would do: phases of pods are there whenever it runs and may list pods, as it
    # is a pod itself. So this also finds one that answers and may not read the cluster.
    Alert(
        name="KubernetesStateMetricsDown",
        expr='absent(kube_pod_status_phase{job="kube-state-metrics"})',
        for_="10m",
        severity=AlertSeverity.PAGE,
        summary="Nothing is known of pods, jobs and nodes: kube-state-metrics is silent",
        description=(
            "{{ $labels.job }} reports no pods. Every alert on pods, jobs, "
            "nodes and inference services is blind until it is back."
        ),
        cases=(
            fires(
                "it has never been there",
                {"job": "kube-state-metrics"},
                at="10m",
                series={
                    'kube_pod_status_phase{job="other",namespace="ml",pod="a",'
                    'phase="Running"}': "1x60"
                },
            ),
            fires(
                "it vanishes",
                {"job": "kube-state-metrics"},
                at="15m",
                series={PHASE: "1x4 stale"},
            ),
            quiet("nine minutes of silence", until="14m", series={PHASE: "1 stale _x8 1x40"}),
            quiet("it reports pods", until="12m", series={PHASE: "0x60"}),
        ),
    ),
    Alert(
        name="KubernetesKubeletMetricsAbsent",
        expr='absent(up{job="kubelet"} == 1)',
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary="No kubelet answers its scrapes",
        description=(
            "No kubelet can be scraped: free space of volumes, CPU throttling and "
            "memory use of containers are unknown."
        ),
        cases=(
            fires(
                "all refuse",
                at="10m",
                series={
                    'up{job="kubelet",instance="n1"}': "0x30",
                    'up{job="kubelet",instance="n2"}': "0x30",
                    'up{job="node-exporter",instance="n1"}': "1x30",
                },
            ),
            fires("there is no target at all", at="10m", series={}),
            quiet(
                "one of two answers",
                until="12m",
                series={
                    'up{job="kubelet",instance="n1"}': "0x60",
                    'up{job="kubelet",instance="n2"}': "1x60",
                },
            ),
            quiet(
                "all are back after nine minutes",
                until="12m",
                series={'up{job="kubelet",instance="n1"}': "1 0x8 1x60"},
            ),
        ),
    ),
)
