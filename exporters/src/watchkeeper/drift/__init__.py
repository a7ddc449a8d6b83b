"""Watches whether a model's inputs still look like the data it was trained on.

    python -m watchkeeper.drift run --config drift.yaml
    python -m watchkeeper.drift serve --config drift.yaml

From Python, `watchkeeper.drift.airflow.check_drift` returns the result, with `drift_detected`.
"""
