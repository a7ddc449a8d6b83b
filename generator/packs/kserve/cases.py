"""Raw series in, our own series out."""

from generator.catalog import SignalCase

ISVC = "label_serving_kserve_io_inferenceservice"
ML = 'namespace:watched{namespace="ml"}'
INFO = "pod:inferenceservice:info"
LABELS = "kube_pod_labels"
QUEUE = "inferenceservice:queue_depth:mean"

CASES = (
    SignalCase(
        "live pods of InferenceServices in watched namespaces, whatever reports them",
        INFO,
        series={
            f'{LABELS}{{namespace="ml",pod="a",{ISVC}="churn",instance="1"}}': "1x20",
            f'{LABELS}{{namespace="ml",pod="a",{ISVC}="churn",instance="2"}}': "1x20",
            'kube_pod_status_phase{namespace="ml",pod="a",phase="Running"}': "1x20",
            'kube_pod_status_phase{namespace="ml",pod="a",phase="Succeeded"}': "0x20",
            'kube_pod_status_reason{namespace="ml",pod="a",reason="Other"}': "1x20",
            f'{LABELS}{{namespace="ml",pod="b",{ISVC}="churn"}}': "1x20",
            'kube_pod_status_phase{namespace="ml",pod="b",phase="Succeeded"}': "1x20",
            f'{LABELS}{{namespace="ml",pod="c",{ISVC}="churn"}}': "1x20",
            'kube_pod_status_reason{namespace="ml",pod="c",reason="Evicted"}': "1x20",
            f'{LABELS}{{namespace="ml",pod="d"}}': "1x20",
            f'{LABELS}{{namespace="x",pod="e",{ISVC}="churn"}}': "1x20",
            ML: "1x20",
        },
        at="10m",
        expect={f'{INFO}{{namespace="ml",pod="a",inferenceservice="churn"}}': 1},
    ),
    SignalCase("the label is not reported", INFO, series={ML: "1x20"}, at="10m", expect={}),
    SignalCase(
        "both generations of Knative, services that are not KServe's left out",
        "revision:pods_desired:max",
        series={
            'kn_revision_pods_desired{k8s_namespace_name="ml",kn_service_name="a-predictor",'
            'kn_revision_name="a-predictor-00001",pod="scaler-1"}': "2x20",
            'kn_revision_pods_desired{k8s_namespace_name="ml",kn_service_name="a-predictor",'
            'kn_revision_name="a-predictor-00001",pod="scaler-2"}': "3x20",
            'kn_revision_pods_desired{k8s_namespace_name="ml",kn_service_name="web",'
            'kn_revision_name="web-00001"}': "5x20",
            'autoscaler_desired_pods{namespace_name="ml",service_name="b-transformer-default",'
            'revision_name="b-transformer-default-00001"}': "4x20",
            'autoscaler_desired_pods{namespace_name="ml",service_name="web",'
            'revision_name="web-00001"}': "5x20",
            ML: "1x20",
        },
        at="10m",
        expect={
            'revision:pods_desired:max{namespace="ml",inferenceservice="a",'
            'revision="a-predictor-00001"}': 3,
            'revision:pods_desired:max{namespace="ml",inferenceservice="b",'
            'revision="b-transformer-default-00001"}': 4,
        },
    ),
    SignalCase(
        "the mean over pods, whichever name the release uses",
        QUEUE,
        series={
            f'{LABELS}{{namespace="ml",pod="a",{ISVC}="churn"}}': "1x20",
            f'{LABELS}{{namespace="ml",pod="b",{ISVC}="churn"}}': "1x20",
            f'{LABELS}{{namespace="ml",pod="c",{ISVC}="churn"}}': "1x20",
            'kn_serving_queue_depth{namespace="ml",pod="a"}': "1x20",
            'kn_queueproxy_depth{namespace="ml",pod="b"}': "2x20",
            'revision_queue_depth{namespace="ml",pod="c"}': "6x20",
            ML: "1x20",
        },
        at="10m",
        expect={f'{QUEUE}{{namespace="ml",inferenceservice="churn"}}': 3},
    ),
)
