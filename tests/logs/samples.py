"""What systems really write to the log files of a node, and what must become of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.catalog.scrape import MODEL_LABEL, pod_label

if TYPE_CHECKING:
    from collections.abc import Mapping

POD = "__meta_kubernetes_pod_"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@dataclass(frozen=True)
class Sample:
    """The lines of one container. ``pod`` are its labels and annotations as discovery names them.

    ``kept`` are the entries that Loki must hold, in order: a part of the labels and metadata of
    each (an empty value means that it must not be there), and the text.
    """

    name: str
    container: str
    lines: tuple[str, ...]
    kept: tuple[tuple[Mapping[str, str], str], ...]
    pod: Mapping[str, str] = field(default_factory=dict)

    @property
    def uid(self) -> str:
        """A uid that is this pod's alone."""
        return f"uid-of-{self.name}"


def _label(name: str) -> str:
    return f"{POD}label_{name}"


_TASK_POD = {
    _label("tier"): "airflow",
    _label("component"): "worker",
    _label("dag_id"): "train",
    _label("run_id"): "scheduled__2026-08-05T1900000000-abc",
    f"{POD}annotation_dag_id": "train",
    f"{POD}annotation_task_id": "fit",
    f"{POD}annotation_run_id": "scheduled__2026-08-05T19:00:00+00:00",
    f"{POD}annotation_try_number": "2",
}
_TASK = {
    "app": "airflow",
    "dag_id": "train",
    "task_id": "fit",
    "run_id": "scheduled__2026-08-05T19:00:00+00:00",
    "try_number": "2",
}
_ERROR = "[2026-08-05T20:02:29.338+0000] {taskinstance.py:3311} ERROR - Task failed with exception"
_TRACEBACK = ("Traceback (most recent call last):", '  File "/a.py", line 1, in f', "ValueError: x")
_START = "[2026-08-05T20:02:28.000+0000] {taskinstance.py:2614} INFO - Starting attempt 2 of 3"
_FINISHED = (
    "[2026-08-05T20:02:30.104+0000] {scheduler_job_runner.py:861} INFO - TaskInstance Finished: "
    "dag_id=train, task_id=fit, run_id=manual__1, map_index=-1, state=failed, "
    "executor_state=failed, try_number=3, max_tries=2"
)
_JSON = (
    '{"timestamp":"2026-08-05T18:50:54.286787Z","level":"info","event":"still running",'
    '"task_id":"fit2","map_index":-1,"try_number":1,"run_id":"manual__2","dag_id":"train",'
    '"ti_id":"019fd342","logger":"airflow.x","filename":"pod_manager.py","lineno":500}'
)
_JSON_MORE = (
    '{"timestamp":"2026-08-05T18:50:55.286787Z","level":"error","event":"Task failed with '
    'exception","logger":"task","error_detail":[{"exc_type":"ValueError"}]}'
)

AIRFLOW = (
    Sample(
        "airflow2-task",
        "base",
        (_START, _ERROR, *_TRACEBACK),
        (
            ({**_TASK, "level": "info", "container": "base", "job": "pods"}, _START),
            ({**_TASK, "level": "error"}, "\n".join((_ERROR, *_TRACEBACK))),
        ),
        _TASK_POD,
    ),
    Sample(
        "airflow3-task",
        "base",
        (_JSON, _JSON_MORE),
        (
            (
                {
                    "dag_id": "train",
                    "task_id": "fit2",
                    "run_id": "manual__2",
                    "try_number": "1",
                    "level": "info",
                    "source_file": "pod_manager.py",
                },
                _JSON,
            ),
            ({**_TASK, "level": "error"}, _JSON_MORE),
        ),
        _TASK_POD,
    ),
    Sample(
        "airflow-scheduler",
        "scheduler",
        (_FINISHED,),
        (
            (
                {"app": "airflow", "dag_id": "train", "task_id": "fit", "try_number": "3"},
                _FINISHED,
            ),
        ),
        {_label("tier"): "airflow", _label("component"): "scheduler"},
    ),
)

_SEARCH = (
    'INFO:     10.1.2.3:45678 - "GET /api/2.0/mlflow/runs/search?experiment_id=7 HTTP/1.1" 500 '
    "Internal Server Error"
)
_WARNING = "2026/11/21 20:56:58 WARNING mlflow.store.db: slow"
MLFLOW = (
    Sample(
        "mlflow-0",
        "mlflow",
        (
            _SEARCH,
            'INFO:     10.1.2.3:45678 - "GET /health HTTP/1.1" 200 OK',
            'INFO:     10.1.2.3:45678 - "GET /health HTTP/1.1" 503 Service Unavailable',
            _WARNING,
        ),
        (
            (
                {
                    "app": "mlflow",
                    "status": "500",
                    "experiment_id": "7",
                    "method": "GET",
                    "path": "/api/2.0/mlflow/runs/search",
                },
                _SEARCH,
            ),
            (
                {"status": "503"},
                'INFO:     10.1.2.3:45678 - "GET /health HTTP/1.1" 503 Service Unavailable',
            ),
            ({"level": "warn"}, _WARNING),
        ),
        {_label("app_kubernetes_io_name"): "mlflow"},
    ),
)

_SERVED = "2026-01-01 10:00:00.123 1 kserve ERROR [model_server.py:start():3] no model"
_KLOG = "E1104 12:45:39.614660 1858 manager.cc:950] failed to load 'b' version 1: Not found"
_ISVC = {_label("serving_kserve_io_inferenceservice"): "churn", _label("app"): "churn-00007"}
MODELS = (
    Sample(
        "churn-predictor-00007-x",
        "kserve-container",
        (_SERVED, '2026-01-01 10:00:00.123 x "GET /v2/health/ready HTTP/1.1" 200', _KLOG),
        (
            (
                {"job": "models", "app": "kserve", "model_name": "churn", "level": "error"},
                _SERVED,
            ),
            ({"level": "error"}, _KLOG),
        ),
        _ISVC,
    ),
    Sample(
        "ranker-x",
        "server",
        ("loaded",),
        (({"job": "models", "app": "ranker", "model_name": "ranker", "level": ""}, "loaded"),),
        {pod_label(MODEL_LABEL): "ranker", _label("app"): "ranker"},
    ),
)

_WORKFLOW = 'time="2026-01-01T10:00:00Z" level=warning msg="retry" namespace=kf workflow=wf-1'
_FEAST = '10.244.0.1:52318 - "POST /get-online-features HTTP/1.1" 200'
OTHERS = (
    Sample(
        "workflow-controller-x",
        "workflow-controller",
        (_WORKFLOW,),
        (({"app": "workflow-controller", "workflow": "wf-1", "level": "warn"}, _WORKFLOW),),
        {_label("app"): "workflow-controller"},
    ),
    Sample(
        "feast-online-x",
        "online",
        (_FEAST, '10.244.0.1:52318 - "GET /health HTTP/1.1" 200'),
        (({"app": "feast", "path": "/get-online-features", "status": "200"}, _FEAST),),
        {_label("feast_dev_name"): "shop"},
    ),
    Sample(
        "web-x",
        "web",
        (
            '{"level":"WARNING","message":"slow","time":"2026-01-01T10:00:00Z"}',
            f'{{"level":"info","msg":"hi","user":"u","trace_id":"{TRACE}"}}',
            "there is no error here, said the INFO desk",
            "GET /error 200",
            '10.0.0.1 - - [01/Jan/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 3 "-" "kube-probe/1.3"',
            "java.lang.Exception: x",
            "\tat a.b.C(D.java:1)",
        ),
        (
            (
                {"app": "web", "level": "warn"},
                '{"level":"WARNING","message":"slow","time":"2026-01-01T10:00:00Z"}',
            ),
            (
                {"level": "info", "trace_id": TRACE},
                f'{{"level":"info","msg":"hi","user":"u","trace_id":"{TRACE}"}}',
            ),
            ({"level": "info"}, "there is no error here, said the INFO desk"),
            ({"level": ""}, "GET /error 200"),
            (
                {"level": "", "pod": "web-x", "node": "n1"},
                "java.lang.Exception: x\n\tat a.b.C(D.java:1)",
            ),
        ),
    ),
)

SAMPLES = (*AIRFLOW, *MLFLOW, *MODELS, *OTHERS)
