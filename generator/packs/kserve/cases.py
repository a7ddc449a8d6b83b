"""Raw series in, our own series out."""

from generator.catalog import SignalCase

ISVC = "label_serving_kserve_io_inferenceservice"
ML = 'namespace:watched{namespace="ml"}'
ML_TWICE = 'namespace:watched{namespace="ml",copy="old"}'
INFO = "pod:inferenceservice:info"
LABELS = "kube_pod_labels"
PHASE = "kube_pod_status_phase"
SPARE = "inferenceservice:spare_replicas:min"
MOST = "kube_horizontalpodautoscaler_spec_max_replicas"
LEAST = "kube_horizontalpodautoscaler_spec_min_replicas"
CURRENT = "kube_horizontalpodautoscaler_status_current_replicas"
QUEUE = "inferenceservice:queue_depth:mean"

# The same revision seen by two autoscaler pods, one of Knative up to 1.18, and others' services.
NEW = 'k8s_namespace_name="ml",kn_service_name="a-predictor",kn_revision_name="a-predictor-00001"'
OLD = 'namespace_name="ml",service_name="b-transformer-default",revision_name="b-00001"'
NEW_WEB = 'k8s_namespace_name="ml",kn_service_name="web",kn_revision_name="web-00001"'
OLD_WEB = 'namespace_name="ml",service_name="web",revision_name="web-00001"'


def _both_generations(record: str, new: str, old: str) -> SignalCase:
    return SignalCase(
        "both generations of Knative, services that are not KServe's left out",
        record,
        series={
            f'{new}{{{NEW},pod="scaler-1"}}': "0.5x20",
            f'{new}{{{NEW},pod="scaler-2"}}': "1x20",
            f"{new}{{{NEW_WEB}}}": "1x20",
            f'{old}{{{OLD},pod="scaler-1"}}': "0.5x20",
            f'{old}{{{OLD},pod="scaler-2"}}': "1x20",
            f"{old}{{{OLD_WEB}}}": "1x20",
            ML: "1x20",
            ML_TWICE: "1x20",
        },
        at="10m",
        expect={
            f'{record}{{namespace="ml",inferenceservice="a",revision="a-predictor-00001"}}': 1,
            f'{record}{{namespace="ml",inferenceservice="b",revision="b-00001"}}': 1,
        },
    )


CASES = (
    SignalCase(
        "live pods of InferenceServices in watched namespaces, whatever reports them",
        INFO,
        series={
            f'{LABELS}{{namespace="ml",pod="a",{ISVC}="churn",instance="1"}}': "1x20",
            f'{LABELS}{{namespace="ml",pod="a",{ISVC}="churn",instance="2"}}': "1x20",
            f'{PHASE}{{namespace="ml",pod="a",phase="Running"}}': "1x20",
            f'{PHASE}{{namespace="ml",pod="a",phase="Succeeded"}}': "0x20",
            f'{LABELS}{{namespace="ml",pod="b",{ISVC}="churn"}}': "1x20",
            f'{PHASE}{{namespace="ml",pod="b",phase="Succeeded"}}': "1x20",
            f'{LABELS}{{namespace="ml",pod="c",{ISVC}="churn"}}': "1x20",
            f'{PHASE}{{namespace="ml",pod="c",phase="Failed"}}': "1x20",
            f'{LABELS}{{namespace="ml",pod="d"}}': "1x20",
            f'{LABELS}{{namespace="x",pod="e",{ISVC}="churn"}}': "1x20",
            ML: "1x20",
            ML_TWICE: "1x20",
        },
        at="10m",
        expect={f'{INFO}{{namespace="ml",pod="a",inferenceservice="churn"}}': 1},
    ),
    SignalCase("the label is not reported", INFO, series={ML: "1x20"}, at="10m", expect={}),
    _both_generations(
        "revision:pods_desired:max", "kn_revision_pods_desired", "autoscaler_desired_pods"
    ),
    _both_generations("revision:pods:max", "kn_revision_pods_count", "autoscaler_actual_pods"),
    _both_generations("revision:panic:max", "kn_revision_panic_mode", "autoscaler_panic_mode"),
    SignalCase(
        "an autoscaler that is reported twice, and one of a fixed size that is, too",
        SPARE,
        series={
            f'{LABELS}{{namespace="ml",pod="a",{ISVC}="churn"}}': "1x20",
            f'{MOST}{{namespace="ml",horizontalpodautoscaler="churn-predictor"}}': "4x20",
            f'{LEAST}{{namespace="ml",horizontalpodautoscaler="churn-predictor"}}': "2x20",
            f'{CURRENT}{{namespace="ml",horizontalpodautoscaler="churn-predictor"}}': "3x20",
            f'{MOST}{{namespace="ml",horizontalpodautoscaler="churn-predictor",copy="b"}}': "4x20",
            f'{LEAST}{{namespace="ml",horizontalpodautoscaler="churn-predictor",copy="b"}}': "2x20",
            f'{CURRENT}{{namespace="ml",horizontalpodautoscaler="churn-predictor",copy="b"}}': (
                "3x20"
            ),
            f'{MOST}{{namespace="ml",horizontalpodautoscaler="churn-explainer"}}': "2x20",
            f'{MOST}{{namespace="ml",horizontalpodautoscaler="churn-explainer",copy="b"}}': "2x20",
            f'{LEAST}{{namespace="ml",horizontalpodautoscaler="churn-explainer"}}': "2x20",
            f'{CURRENT}{{namespace="ml",horizontalpodautoscaler="churn-explainer"}}': "2x20",
            ML: "1x20",
        },
        at="10m",
        expect={
            f'{SPARE}{{namespace="ml",inferenceservice="churn",'
            'horizontalpodautoscaler="churn-predictor"}': 1,
        },
    ),
    SignalCase(
        "the mean over pods, whichever name the release uses",
        QUEUE,
        series={
            f'{LABELS}{{namespace="ml",pod="a",{ISVC}="churn"}}': "1x20",
            f'{LABELS}{{namespace="ml",pod="b",{ISVC}="churn"}}': "1x20",
            f'{LABELS}{{namespace="ml",pod="c",{ISVC}="churn"}}': "1x20",
            'kn_serving_queue_depth{namespace="ml",pod="a",endpoint="1"}': "1x20",
            'kn_serving_queue_depth{namespace="ml",pod="a",endpoint="2"}': "1x20",
            'kn_queueproxy_depth{namespace="ml",pod="b"}': "2x20",
            'revision_queue_depth{namespace="ml",pod="c"}': "6x20",
            ML: "1x20",
        },
        at="10m",
        expect={f'{QUEUE}{{namespace="ml",inferenceservice="churn"}}': 3},
    ),
)
