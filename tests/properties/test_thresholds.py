"""A stricter number never makes an alert quieter; asked of the real promtool."""

from __future__ import annotations

import itertools
import json
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml

from generator.pipeline.promtool import unpack
from tests.support import specs
from tests.support.command import CLEAN, LIMIT, tool, watchkeeper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VALUES = (0.0, 0.02, 0.05, 0.1, 0.5, 0.8, 0.85, 0.86, 0.9, 0.95, 1.0)


def name(value: float) -> str:
    """The model that measures this value."""
    return f"m{value * 100:03.0f}"


def rules(folder: Path, extra: str) -> list[str]:
    """The rule files of prod, for a fleet whose models all have the same number."""
    models = {name(value).replace("-", "_"): specs.model(name(value), extra) for value in VALUES}
    estate = specs.estate(folder, **models)
    done = watchkeeper(estate, "generate")
    assert done.code == CLEAN, done.said
    generated = estate / "generated"
    found = unpack(generated / "base/rules", estate / "base")
    found += unpack(generated / "overlays/prod", estate / "prod")
    return [path.relative_to(estate).as_posix() for path in found]


def firing(folder: Path, alert: str, files: list[str], series: dict[str, str]) -> frozenset[str]:
    """The models for which the alert fires after an hour, as promtool's answer tells it."""
    test = {
        "rule_files": files,
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [{"series": key, "values": each} for key, each in series.items()],
                "alert_rule_test": [{"eval_time": "1h", "alertname": alert, "exp_alerts": []}],
            }
        ],
    }
    (folder / "test.yaml").write_text(json.dumps(test), "utf-8")
    done = subprocess.run(
        [tool("promtool"), "test", "rules", "test.yaml"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    said = done.stdout + done.stderr
    assert "exp:[" in said or done.returncode == 0, said
    return frozenset(value for value in map(name, VALUES) if f'model_name="{value}"' in said)


def accuracy(value: float) -> dict[str, str]:
    """A model whose accuracy is the value."""
    return {f'model_accuracy_score{{model_name="{name(value)}",model_version="1"}}': f"{value}x70"}


def errors(value: float) -> dict[str, str]:
    """A model of which this share of a thousand requests a minute fails."""
    counter = f'model_prediction_requests_total{{model_name="{name(value)}",status="%s"}}'
    bad = round(value * 1000)
    return {counter % "error": f"0+{bad}x70", counter % "success": f"0+{1000 - bad}x70"}


@pytest.mark.parametrize(
    ("alert", "extra", "steps", "series"),
    [
        ("ModelAccuracyDegraded", "  quality: {accuracy: {min: %s}}\n", (0.5, 0.85, 0.9), accuracy),
        ("HighPredictionErrorRate", "  errorRate: {max: %s}\n", (0.8, 0.05, 0.02), errors),
    ],
    ids=["a floor rises", "a ceiling falls"],
)
def test_a_stricter_number_never_silences(
    alert: str,
    extra: str,
    steps: tuple[float, ...],
    series: Callable[[float], dict[str, str]],
    tmp_path: Path,
) -> None:
    """Whoever fires at the looser number fires at the stricter one, and so does somebody new."""
    given = {key: text for value in VALUES for key, text in series(value).items()}
    found = []
    for number in steps:
        folder = tmp_path / str(number)
        found.append(firing(folder, alert, rules(folder, extra % number), given))
    assert found[0]
    for looser, stricter in itertools.pairwise(found):
        assert looser < stricter


def test_the_bound_itself_is_good(tmp_path: Path) -> None:
    """A model exactly at its floor is quiet, the next one below it fires."""
    files = rules(tmp_path, "  quality: {accuracy: {min: 0.86}}\n")
    given = {key: text for value in VALUES for key, text in accuracy(value).items()}
    found = firing(tmp_path, "ModelAccuracyDegraded", files, given)
    assert found == {name(value) for value in VALUES if value < 0.86}
    assert yaml.safe_load((tmp_path / files[0]).read_text("utf-8"))["groups"]
