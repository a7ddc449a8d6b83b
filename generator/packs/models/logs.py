"""The logs of models, whatever serves them: which model a line is of, and models that do not load.

A log line has no owner, so Loki only counts; the alert reads the count where owners are known.
"""

from generator.catalog import LogPipeline, LogRecord, Relabeling, gauge
from generator.catalog.scrape import MODEL_LABEL, copy, pod_label

_MODEL = pod_label(MODEL_LABEL)

PIPELINES = (
    LogPipeline(
        "models",
        fields=(Relabeling((_MODEL,), "job", "(.+)", "models"), copy(_MODEL, "model_name")),
    ),
)

LOAD_ERRORS = "model:load_errors:count5m"
METRICS = (
    gauge(
        LOAD_ERRORS,
        "model_name",
        "cluster",
        "environment",
        unit="lines",
        help="Log lines of five minutes that say that a model could not be loaded, as Loki counts.",
    ),
)

# Checked against KServe's sources and in reports of users of the others.
_SAYS = (
    "Failed to fetch model",  # KServe, from its storage
    "Failed to download [0-9]+ files",  # the same
    "failed to load '[^']+' version",  # Triton
    "failed to load all models",  # Triton, before it exits
    "Loading servable: .+ failed:",  # TensorFlow Serving
    "Load model failed:",  # TorchServe
    "Engine core initialization failed",  # vLLM
)


def _of(model: str) -> tuple[tuple[str, str], ...]:
    return (("job", "models"), ("namespace", "ml"), ("model_name", model))


RECORDS = (
    LogRecord(
        LOAD_ERRORS,
        f"""
          sum by (model_name) (
            count_over_time({{job="models"}} |~ `{"|".join(_SAYS)}` [5m])
          )
        """,
        counts=(
            (_of("a"), "RuntimeError: Failed to fetch model. No model found in s3://models/a."),
            (_of("b"), "E1104 12:45:39.6 1 x.cc:950] failed to load 'b' version 1: Not found: b"),
            (_of("c"), "E retrier.cc:37] Loading servable: {name: c version: 1} failed: Not found"),
            (_of("d"), "2021-09-03 14:26:44,746 [WARN ] x - Load model failed: d, error: Died."),
            (_of("e"), "(APIServer pid=1) RuntimeError: Engine core initialization failed. See"),
        ),
        quiet=(
            (_of("e"), "I1104 12:45:39.6 1 model_lifecycle.cc:818] successfully loaded 'e'"),
            (_of("e"), "2026-01-01 10:00:00.123 1 kserve INFO [x.py:f():3] loading model e"),
            ((("job", "pods"), ("model_name", "e")), "Load model failed: e, error: Worker died."),
        ),
    ),
)
