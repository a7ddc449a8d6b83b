"""InferenceServices that need more pods than they get."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

HPA = "horizontalpodautoscaler"
ML = 'namespace:watched{namespace="ml"}'
CURRENT = "kube_horizontalpodautoscaler_status_current_replicas"
MOST = "kube_horizontalpodautoscaler_spec_max_replicas"
LEAST = "kube_horizontalpodautoscaler_spec_min_replicas"
QUEUE = "kn_serving_queue_depth"
ISVC = "label_serving_kserve_io_inferenceservice"
CHURN_1 = f'kube_pod_labels{{namespace="ml",pod="churn-1",{ISVC}="churn"}}'
CHURN_2 = f'kube_pod_labels{{namespace="ml",pod="churn-2",{ISVC}="churn"}}'
FRAUD_1 = f'kube_pod_labels{{namespace="ml",pod="fraud-1",{ISVC}="fraud"}}'
FOREIGN_1 = f'kube_pod_labels{{namespace="x",pod="foreign-1",{ISVC}="foreign"}}'

IN_ML = 'k8s_namespace_name="ml"'
CHURN = f'{IN_ML},kn_service_name="churn-predictor",kn_revision_name="churn-predictor-00001"'
CHURN_NEXT = f'{IN_ML},kn_service_name="churn-predictor",kn_revision_name="churn-predictor-00002"'
FRAUD = f'{IN_ML},kn_service_name="fraud-predictor",kn_revision_name="fraud-predictor-00001"'
OTHER = f'{IN_ML},kn_service_name="web",kn_revision_name="web-00001"'
FOREIGN = CHURN.replace('"ml"', '"x"').replace("churn", "foreign")
OLD_CHURN = (
    'namespace_name="ml",service_name="churn-predictor-default",'
    'revision_name="churn-predictor-default-00001"'
)

QUEUED = ServiceThreshold(
    "kserve:queue_depth:max",
    20,
    unit="requests",
    help="Requests a pod may hold on average, those being answered included.",
)

ALERTS = (
    Alert(
        name="KServeScaledToMax",
        expr="inferenceservice:spare_replicas:min <= 0",
        for_="30m",
        severity=AlertSeverity.TICKET,
        summary="{{ $labels.inferenceservice }} runs with all the replicas it may have",
        description=(
            "Autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has been at "
            "its maximum number of replicas for a while: more load makes requests slower."
        ),
        cases=(
            fires(
                "at the maximum; others are one below, have a fixed size, or are not KServe's",
                {
                    "namespace": "ml",
                    "horizontalpodautoscaler": "churn-predictor",
                    "inferenceservice": "churn",
                },
                at="30m",
                series={
                    CHURN_1: "1x60",
                    FRAUD_1: "1x60",
                    FOREIGN_1: "1x60",
                    f'{CURRENT}{{namespace="ml",{HPA}="churn-predictor"}}': "20x60",
                    f'{MOST}{{namespace="ml",horizontalpodautoscaler="churn-predictor"}}': "20x60",
                    f'{LEAST}{{namespace="ml",horizontalpodautoscaler="churn-predictor"}}': "19x60",
                    f'{CURRENT}{{namespace="ml",{HPA}="fraud-predictor"}}': "19x60",
                    f'{MOST}{{namespace="ml",horizontalpodautoscaler="fraud-predictor"}}': "20x60",
                    f'{LEAST}{{namespace="ml",horizontalpodautoscaler="fraud-predictor"}}': "1x60",
                    f'{CURRENT}{{namespace="ml",{HPA}="fraud-transformer"}}': "2x60",
                    f'{MOST}{{namespace="ml",horizontalpodautoscaler="fraud-transformer"}}': "2x60",
                    f'{LEAST}{{namespace="ml",{HPA}="fraud-transformer"}}': "2x60",
                    f'{CURRENT}{{namespace="ml",horizontalpodautoscaler="web"}}': "5x60",
                    f'{MOST}{{namespace="ml",horizontalpodautoscaler="web"}}': "5x60",
                    f'{LEAST}{{namespace="ml",horizontalpodautoscaler="web"}}': "1x60",
                    f'{CURRENT}{{namespace="x",{HPA}="foreign-predictor"}}': "5x60",
                    f'{MOST}{{namespace="x",horizontalpodautoscaler="foreign-predictor"}}': "5x60",
                    f'{LEAST}{{namespace="x",horizontalpodautoscaler="foreign-predictor"}}': "1x60",
                    ML: "1x80",
                },
            ),
            quiet(
                "29 minutes at the maximum",
                until="32m",
                series={
                    CHURN_1: "1x80",
                    f'{CURRENT}{{namespace="ml",{HPA}="churn-predictor"}}': "3x29 2x60",
                    f'{MOST}{{namespace="ml",horizontalpodautoscaler="churn-predictor"}}': "3x80",
                    f'{LEAST}{{namespace="ml",horizontalpodautoscaler="churn-predictor"}}': "1x80",
                    ML: "1x80",
                },
            ),
            quiet("no autoscaler", until="31m", series={CHURN_1: "1x80", ML: "1x80"}),
        ),
    ),
    # The autoscaler goes on reporting a revision that is gone; only one with pods can panic.
    Alert(
        name="KServeAutoscalerPanicking",
        expr="""
          max by (namespace, inferenceservice, revision) (revision:panic:max > 0)
          and on (namespace, inferenceservice) pod:inferenceservice:info
        """,
        for_="15m",
        severity=AlertSeverity.TICKET,
        summary="Load on {{ $labels.inferenceservice }} outruns its autoscaler",
        description=(
            "Knative's autoscaler has kept revision {{ $labels.namespace }}/{{ $labels.revision }} "
            "in panic mode: load is twice what its pods are meant for, and new ones do not help."
        ),
        cases=(
            fires(
                "one revision, beside one at ease, one gone, and one that nobody watches",
                {
                    "namespace": "ml",
                    "inferenceservice": "churn",
                    "revision": "churn-predictor-00001",
                },
                at="15m",
                series={
                    CHURN_1: "1x40",
                    f"kn_revision_panic_mode{{{CHURN}}}": "1x40",
                    FOREIGN_1: "1x40",
                    f"kn_revision_panic_mode{{{FOREIGN}}}": "1x40",
                    f"kn_revision_panic_mode{{{FRAUD}}}": "1x40",
                    f"kn_revision_panic_mode{{{CHURN_NEXT}}}": "0x40",
                    f"kn_revision_panic_mode{{{OTHER}}}": "1x40",
                    ML: "1x60",
                },
            ),
            fires(
                "Knative up to 1.18",
                {
                    "namespace": "ml",
                    "inferenceservice": "churn",
                    "revision": "churn-predictor-default-00001",
                },
                at="15m",
                series={
                    CHURN_1: "1x40",
                    f"autoscaler_panic_mode{{{OLD_CHURN}}}": "1x40",
                    ML: "1x60",
                },
            ),
            quiet(
                "over after 14 minutes",
                until="17m",
                series={
                    CHURN_1: "1x60",
                    f"kn_revision_panic_mode{{{CHURN}}}": "1x14 0x60",
                    ML: "1x60",
                },
            ),
            quiet("Knative is not there", until="16m", series={CHURN_1: "1x60", ML: "1x60"}),
        ),
    ),
    Alert(
        name="KServeScaleUpStuck",
        expr="revision:pods_desired:max > revision:pods:max",
        for_="15m",
        severity=AlertSeverity.TICKET,
        summary="{{ $labels.inferenceservice }} does not get the pods it needs",
        description=(
            "For a while revision {{ $labels.namespace }}/{{ $labels.revision }} has had fewer "
            "than the {{ $value }} pods its autoscaler wants: they wait for a node, an image or "
            "the model, or a quota forbids them."
        ),
        cases=(
            fires(
                "one pod short, and not even the first; another has all it wants",
                {
                    "namespace": "ml",
                    "inferenceservice": "churn",
                    "revision": "churn-predictor-00001",
                },
                {
                    "namespace": "ml",
                    "inferenceservice": "churn",
                    "revision": "churn-predictor-default-00001",
                },
                at="15m",
                series={
                    f"kn_revision_pods_desired{{{CHURN}}}": "20x40",
                    f"kn_revision_pods_count{{{CHURN}}}": "19x40",
                    f"autoscaler_desired_pods{{{OLD_CHURN}}}": "1x40",
                    f"autoscaler_actual_pods{{{OLD_CHURN}}}": "0x40",
                    f"kn_revision_pods_desired{{{FRAUD}}}": "20x40",
                    f"kn_revision_pods_count{{{FRAUD}}}": "20x40",
                    f"kn_revision_pods_desired{{{FOREIGN}}}": "20x40",
                    f"kn_revision_pods_count{{{FOREIGN}}}": "0x40",
                    f"kn_revision_pods_desired{{{OTHER}}}": "20x40",
                    f"kn_revision_pods_count{{{OTHER}}}": "0x40",
                    ML: "1x60",
                },
            ),
            quiet(
                "the pod is there after 14 minutes",
                until="17m",
                series={
                    f"kn_revision_pods_desired{{{CHURN}}}": "2x60",
                    f"kn_revision_pods_count{{{CHURN}}}": "1x14 2x60",
                    ML: "1x60",
                },
            ),
            quiet(
                "the number of pods is not reported",
                until="16m",
                series={f"kn_revision_pods_desired{{{CHURN}}}": "2x60", ML: "1x60"},
            ),
        ),
    ),
    Alert(
        name="KServeRequestsQueueing",
        expr=f"inferenceservice:queue_depth:mean > {QUEUED.value}",
        for_="10m",
        severity=AlertSeverity.TICKET,
        threshold=QUEUED,
        summary="Requests to {{ $labels.inferenceservice }} pile up",
        description=(
            "For a while each pod of {{ $labels.namespace }}/{{ $labels.inferenceservice }} has "
            "held {{ $value | humanize }} requests on average; callers wait, and time out next."
        ),
        cases=(
            fires(
                "20.5 requests a pod; another service holds 20",
                {"namespace": "ml", "inferenceservice": "churn"},
                at="10m",
                series={
                    CHURN_1: "1x30",
                    CHURN_2: "1x30",
                    FRAUD_1: "1x30",
                    FOREIGN_1: "1x30",
                    f'{QUEUE}{{namespace="ml",pod="churn-1"}}': "41x30",
                    'kn_queueproxy_depth{namespace="ml",pod="churn-2"}': "0x30",
                    'revision_queue_depth{namespace="ml",pod="fraud-1"}': "20x30",
                    f'{QUEUE}{{namespace="ml",pod="web-1"}}': "99x30",
                    f'{QUEUE}{{namespace="x",pod="foreign-1"}}': "99x30",
                    ML: "1x60",
                },
            ),
            quiet(
                "worked off after nine minutes",
                until="12m",
                series={
                    CHURN_1: "1x60",
                    f'{QUEUE}{{namespace="ml",pod="churn-1"}}': "50x9 20x60",
                    ML: "1x60",
                },
            ),
            quiet(
                "unlimited concurrency has no queue",
                until="11m",
                series={CHURN_1: "1x60", ML: "1x60"},
            ),
        ),
    ),
)
