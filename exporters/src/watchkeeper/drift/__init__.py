"""Watches whether a model's inputs still look like the data it was trained on.

    python -m watchkeeper.drift run --jobs drift.json --model churn --results /results
    python -m watchkeeper.drift serve --results /results

From Python, `watchkeeper.drift.monitor.run` returns the result, with `drift_detected`.
"""
