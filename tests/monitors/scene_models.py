"""Pods that serve models, in every way we know, and their neighbours that are to be left alone."""

from __future__ import annotations

from tests.monitors.discovery import Pod, Port
from tests.monitors.families import text

METRICS = "/metrics"
QUEUE = (
    Port("queue-proxy", 8022, "http-queueadm"),
    Port("queue-proxy", 9090, "http-autometric"),
    Port("queue-proxy", 9091, "http-usermetric"),
    Port("queue-proxy", 8012, "queue-port"),
)
# The Host of whoever calls; process ids; lists of adapters: none may become a label of ours.
HOSTS = 'http_server_request_duration_seconds_count{server_address="evil.example"} 1\n'
GO = "go_goroutines 9\n"
CREATED = 'request_predict_seconds_created{model_name="x"} 1\n'
ADAPTERS = 'vllm:lora_requests_info{running_lora_adapters="a,b,c"} 1\n'


def _queue_proxy(pattern: str) -> dict[tuple[int, str], str]:
    known = text(pattern, without=("model_name",))
    return {(9091, METRICS): known + HOSTS + GO, (9090, METRICS): GO}


def _kserve(model: str, revision: str = "", **more: str) -> dict[str, str]:
    knative = {
        "serving.knative.dev/service": f"{model}-predictor",
        "serving.knative.dev/configuration": f"{model}-predictor",
        "serving.knative.dev/revision": revision,
    }
    return {
        "app": revision or f"isvc.{model}-predictor",
        "component": "predictor",
        "serving.kserve.io/inferenceservice": model,
        "pod-template-hash": "5f7c",
        **(knative if revision else {}),
        **more,
    }


def _annotated(port: int, path: str = METRICS) -> dict[str, str]:
    return {"prometheus.kserve.io/port": str(port), "prometheus.kserve.io/path": path}


LIBRARY = text("model_(prediction|tracking)_.*", model_name="own", model_version="42")
PREDICT = text("request_.*", model_name="churn") + CREATED + GO

KSERVE = (
    Pod(
        "risk",
        "churn-1",
        _kserve("churn", "churn-predictor-00001"),
        (Port("kserve-container", 8080), *QUEUE),
        {(8080, METRICS): PREDICT, **_queue_proxy("revision_.*")},
        (("runtime_knative", 9091), ("runtime_kserve", 8080)),
        _annotated(8080),
    ),
    Pod(
        "risk",
        "churn-2",
        _kserve("churn", "churn-predictor-00002", **{"watchkeeper.io/model-version": "7"}),
        (Port("kserve-container", 8080), *QUEUE),
        {(8080, METRICS): PREDICT, **_queue_proxy("kn_queueproxy_.*")},
        (("runtime_knative", 9091), ("runtime_kserve", 8080)),
        _annotated(8080),
    ),
    Pod(
        "shop",
        "rank-1",
        _kserve("rank", "rank-predictor-00003", **{"watchkeeper.io/runtime": "knative"}),
        (Port("kserve-container", 8080), Port("storage-initializer"), *QUEUE),
        _queue_proxy("kn_serving_.*"),
        (("runtime_knative", 9091),),
    ),
    Pod(
        "risk",
        "churn-transformer-1",
        {
            **_kserve("churn", "churn-transformer-00001"),
            "component": "transformer",
        },
        (Port("kserve-container", 8080), *QUEUE),
        {(8080, METRICS): PREDICT, **_queue_proxy("revision_.*")},
        annotations=_annotated(8080),
    ),
    # Without Knative, on IPv6, its server's port undeclared, and vLLM in it.
    Pod(
        "chat",
        "llm-1",
        _kserve("llm"),
        (Port("kserve-container"), Port("kserve-agent", 9081, "agent")),
        {(8080, "/v1/metrics"): text("vllm:.*", model_name="llm-adapter") + ADAPTERS},
        (("runtime_kserve", 8080),),
        _annotated(8080, "/v1/metrics"),
        "fd00::17",
    ),
    Pod(
        "chat",
        "llm-2",
        _kserve("llm", **{"watchkeeper.io/runtime": "vllm"}),
        (Port("kserve-container", 8080, "metrics"),),
        {(8080, METRICS): text("vllm:.*", model_name="llm")},
        (("runtime_kserve", 8080),),
        _annotated(8080),
    ),
    # Our library, in KServe's server and in code of one's own.
    Pod(
        "risk",
        "own-1",
        _kserve("own", **{"watchkeeper.io/runtime": "watchkeeper"}),
        (Port("kserve-container", 8080, "metrics"),),
        {(8080, METRICS): LIBRARY},
        (("runtime_kserve", 8080),),
        _annotated(8080),
    ),
    Pod(
        "risk",
        "own-2",
        _kserve("own", **{"watchkeeper.io/runtime": "watchkeeper"}),
        (Port("kserve-container", 9000, "metrics"),),
        {(9000, METRICS): LIBRARY},
        (("runtime_watchkeeper", 9000),),
    ),
    Pod(
        "vision",
        "resnet-1",
        _kserve("resnet", **{"watchkeeper.io/runtime": "triton"}),
        (Port("kserve-container", 8002, "metrics"), Port("kserve-container", 9000, "h2c")),
        {
            (8002, METRICS): text("nv_.*", model="resnet50", version="3")
            + 'nv_gpu_utilization{gpu_uuid="GPU-1"} 1\n'
            + GO
        },
        (("runtime_triton", 8002),),
        _annotated(8002),
    ),
)

OTHERS = (
    Pod(
        "vision",
        "triton-1",
        {"watchkeeper.io/runtime": "triton", "pod-template-hash": "77aa"},
        (Port("server", 8000, "http"), Port("server", 8002, "metrics")),
        {(8002, METRICS): text("nv_.*", model="yolo", version="1")},
        (("runtime_triton", 8002),),
    ),
    Pod(
        "chat",
        "vllm-1",
        {"watchkeeper.io/runtime": "vllm", "watchkeeper.io/model-version": "2026-10"},
        (Port("server", 8000, "metrics"),),
        {(8000, METRICS): text("vllm:.*", model_name="mixtral") + ADAPTERS + GO},
        (("runtime_vllm", 8000),),
    ),
    Pod(
        "risk",
        "fraud-1",
        {"watchkeeper.io/runtime": "watchkeeper", "pod-template-hash": "9b1"},
        (Port("app", 8080, "http"), Port("app", 9000, "metrics")),
        {
            (9000, METRICS): text(
                "model_(prediction|accuracy|quality|last).*", model_name="fraud", model_version="12"
            )
            + "process_open_fds 3\n"
        },
        (("runtime_watchkeeper", 9000),),
    ),
    Pod(
        "shop",
        "plain-1",
        {
            "watchkeeper.io/runtime": "knative",
            "serving.knative.dev/service": "search",
            "serving.knative.dev/revision": "search-00004",
        },
        (Port("user-container", 8080), *QUEUE),
        _queue_proxy("kn_serving_.*"),
        (("runtime_knative", 9091),),
    ),
    # Somebody's web page on Knative.
    Pod(
        "shop",
        "page-1",
        {"serving.knative.dev/service": "page", "serving.knative.dev/revision": "page-00001"},
        (Port("user-container", 8080), *QUEUE),
        _queue_proxy("kn_serving_.*"),
    ),
)

MODELS = (*KSERVE, *OTHERS)

# (model, version) of each pod's series, whatever the server says of itself.
IDENTITY = {
    ("churn-1", "runtime_knative"): {("churn", "churn-predictor-00001")},
    ("churn-1", "runtime_kserve"): {("churn", "churn-predictor-00001")},
    ("churn-2", "runtime_knative"): {("churn", "7")},
    ("churn-2", "runtime_kserve"): {("churn", "7")},
    ("rank-1", "runtime_knative"): {("rank", "rank-predictor-00003")},
    ("llm-1", "runtime_kserve"): {("llm-adapter", "5f7c")},
    ("llm-2", "runtime_kserve"): {("llm", "5f7c")},
    ("own-1", "runtime_kserve"): {("own", "42")},
    ("own-2", "runtime_watchkeeper"): {("own", "42")},
    ("resnet-1", "runtime_triton"): {("resnet50", "3"), ("resnet", "5f7c")},
    ("triton-1", "runtime_triton"): {("yolo", "1")},
    ("vllm-1", "runtime_vllm"): {("mixtral", "2026-10")},
    ("fraud-1", "runtime_watchkeeper"): {("fraud", "12"), ("fraud", "9b1"), ("", "9b1")},
    ("plain-1", "runtime_knative"): {("search", "search-00004")},
}
