"""`watchkeeper test` asks amtool, and says so when it cannot."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator import yamlio
from generator.pipeline import amtool
from tests.alerting import estate
from tests.support.command import CANNOT, CLEAN, FINDINGS, tool, watchkeeper

if TYPE_CHECKING:
    from tests.support.command import Run

RULE = "spec: {groups: []}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose routing is generated, with hardly a rule to prove."""
    generated = estate.generated(tmp_path, estate.context(tmp_path), ["prod"])
    for name in ("base/rules", "overlays/prod"):
        (generated / name).mkdir(parents=True)
        (generated / name / "some.yaml").write_text(RULE)
    return tmp_path


def proven(project: Path, *words: str, path: str = "") -> Run:
    """One run of the verb, with other tools if ``path`` says so."""
    return watchkeeper(project, "test", *words, env={"PATH": path} if path else {})


def test_all_is_well(project: Path) -> None:
    """Routes are proven after the rules, and the end says both."""
    run = proven(project)
    assert run.code == CLEAN, run.said
    assert run.out.splitlines()[-2:] == [
        "ok     alertmanager/prod",
        "ok     tests/routes/prod.yaml",
    ]
    assert "every alert reaches its receivers" in run.err


def test_a_wrong_route_is_a_finding(project: Path) -> None:
    """It is shown with its labels, whom the spec wants, and whom amtool found."""
    values = project / "generated" / "helm" / "kube-prometheus-stack" / "values-prod.yaml"
    values.write_text(values.read_text().replace("receiver: shop-pager", "receiver: chat"))
    run = proven(project)
    assert run.code == FINDINGS
    assert "FAILED tests/routes/prod.yaml" in run.out
    assert "team=shop" in run.out
    assert "the spec wants archive,shop-pager, amtool says archive,chat" in run.out


def test_a_template_is_written_nowhere_else(project: Path, tmp_path: Path) -> None:
    """A name that leads out of the folder of a run is refused in words, and nothing is written."""
    generated, plain = project / "generated", tmp_path / "plain"
    values = generated / "helm" / amtool.RELEASE / "values.yaml"
    plain.mkdir()
    values.touch()
    before = set(tmp_path.rglob("*"))
    for name in ("../x.tmpl", "..", ".", "", "a/x.tmpl", f"{tmp_path}/x.tmpl", "x/"):
        values.write_text(yamlio.dump({"alertmanager": {"templateFiles": {name: "{{"}}}), "utf-8")
        with pytest.raises(ValueError, match="is no plain file name"):
            amtool.unpack(generated, "prod", plain)
    assert set(tmp_path.rglob("*")) == before
    run = proven(project)
    assert run.code == FINDINGS
    assert "FAILED alertmanager/prod" in run.out
    assert "alertmanager.templateFiles: 'x/' is no plain file name" in run.out


def test_without_amtool(project: Path, tmp_path: Path) -> None:
    """Nothing is proven by half: the run ends at once and says what is missing."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "promtool").symlink_to(Path(tool("promtool")).absolute())
    path = f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin"
    run = proven(project, path=path)
    assert run.code == CANNOT
    assert "amtool is not installed" in run.err
    assert "make tools" in run.err
    assert proven(project, "--pack", "prometheus", path=path).code == CLEAN
