"""For schedulers: a plain function whose answer is JSON, as Airflow hands it from task to task.

    PythonOperator(
        task_id="drift",
        python_callable=check_drift,
        op_kwargs={"config": "/etc/watchkeeper/drift.yaml", "model": "churn"},
    )

A task that raises is retried, so drift is an answer and no exception. Imports nothing of Airflow,
and nothing heavy before it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from watchkeeper.drift.config import load
from watchkeeper.drift.jobs import JobError
from watchkeeper.drift.stores import store

if TYPE_CHECKING:
    from datetime import datetime


def check_drift(
    config: str,
    model: str,
    *,
    results: str | None = None,
    window_end: datetime | None = None,
    timeout: float = 3600.0,
) -> dict[str, Any]:
    """Judges one model of a configuration.

    Returns its result, as it is also kept: ``drift_detected`` and ``tests_passed`` are bools.

    Raises:
        JobError: the configuration cannot be understood.
        RunError: there is no verdict.
        BusyError: another run of this model goes on.
    """
    from watchkeeper.drift.monitor import Setting, run  # noqa: PLC0415 - at parse time it is not needed

    found = load(config)
    place = results or found.results
    if not place:
        raise JobError(f"{config}: nothing says where results are")
    setting = Setting(store(place), timeout=timeout, window_end=window_end, mlflow=found.mlflow)
    return run(found.job(model), setting)
