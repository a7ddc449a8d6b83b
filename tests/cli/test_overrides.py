"""What environments and single models change in alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.command import CANNOT, CLEAN, watchkeeper
from tests.support.specs import estate, model, write

if TYPE_CHECKING:
    from pathlib import Path

OFF = "  alerts: {ModelTrafficLow: {disabled: Nobody calls it at night}}\n"
ON_IN_PROD = "  environments: {prod: {alerts: {ModelTrafficLow: {disabled: null}}}}\n"


def exempt(folder: Path, environment: str) -> bool:
    """Whether some model of the environment is exempt from some alert."""
    data = folder / "generated" / "overlays" / environment / "data-models.yaml"
    return "model:alert_exempt" in data.read_text("utf-8")


def test_an_alert_can_be_switched_on_again_in_one_environment(tmp_path: Path) -> None:
    """A null takes a reason back: the model is exempt in dev and not in prod."""
    folder = estate(tmp_path, churn=model("churn", OFF + ON_IN_PROD))
    assert watchkeeper(folder, "generate").code == CLEAN
    assert exempt(folder, "dev")
    assert not exempt(folder, "prod")


def test_an_exempt_model_with_a_rule_of_its_own_keeps_its_alert(tmp_path: Path) -> None:
    """An alert with another ``for`` leaves the fleet's rule and gets one for the model alone."""
    extra = "  alerts: {ModelTrafficLow: {for: 45m}}\n"
    folder = estate(tmp_path, churn=model("churn", extra))
    assert watchkeeper(folder, "generate").code == CLEAN
    assert exempt(folder, "prod")
    own = folder / "generated" / "overlays" / "prod" / "exceptions-model-traffic.yaml"
    assert 'model_name=~"churn"' in own.read_text("utf-8")
    assert "for: 45m" in own.read_text("utf-8")


def test_check_of_one_file_does_not_hide_that_others_are_wrong(tmp_path: Path) -> None:
    """A clean file is not "all good" while another one stops everything."""
    folder = estate(tmp_path, churn=model("churn"))
    write(folder / "spec", {"models/bad.yaml": model("bad", owner="nobody")})
    run = watchkeeper(folder, "check", "spec/models/churn.yaml")
    assert run.code == CLEAN
    assert "other files have some" in run.said


def test_check_of_a_file_that_is_not_there_could_not_run(tmp_path: Path) -> None:
    """A misspelt path is not an empty list of findings."""
    run = watchkeeper(estate(tmp_path), "check", "spec/models/chrun.yaml")
    assert run.code == CANNOT
    assert "chrun.yaml" in run.said


def test_a_mistake_of_shape_does_not_hide_an_unknown_team(tmp_path: Path) -> None:
    """One run says both."""
    extra = "  errorRate: {max: 80}\n"
    folder = estate(tmp_path, churn=model("churn", extra, owner="ml-rsk"))
    said = watchkeeper(folder, "generate").said
    assert "SPEC133" in said
    assert "REF201" in said
