"""Charts are pulled without waiting for a host that does not answer."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from tests.charts import charts, pull
from tests.charts.charts import Pin

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def asked(monkeypatch: pytest.MonkeyPatch, answer: str = "") -> list[str]:
    """The charts that are asked for from now on, by name; ``answer`` instead of Helm's."""
    names: list[str] = []
    real = pull.pull

    def one(wanted: Pin) -> str:
        names.append(wanted.name)
        return answer or real(wanted)

    monkeypatch.setattr(pull, "pull", one)
    monkeypatch.delenv("CHARTS_DIR", raising=False)
    return names


def test_a_host_that_does_not_answer_is_asked_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its other charts are lost for the same reason, in Helm's words."""
    monkeypatch.setattr(charts, "CACHE", tmp_path)
    with socket.socket() as nobody:  # bound, so that nobody else answers there
        nobody.bind(("127.0.0.1", 0))
        where = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        names = asked(monkeypatch)
        found = dict(pull.pulled(Pin(where, name, "1.0.0") for name in ("a", "b")))
    assert names == ["a"]
    assert [any(word in wrong for word in pull.UNREACHED) for wrong in found.values()] == [True] * 2
    assert list(tmp_path.rglob("*.yaml")) == []


def test_a_chart_that_is_not_there_loses_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is wrong with one chart says nothing of the next."""
    monkeypatch.setattr(charts, "CACHE", tmp_path)
    names = asked(monkeypatch, 'chart "a" version "1.0.0" not found')
    found = [Pin("http://example.invalid", name, "1.0.0") for name in ("a", "b")]
    assert [wrong for _, wrong in pull.pulled(found)] == ['chart "a" version "1.0.0" not found'] * 2
    assert names == ["a", "b"]
    assert {pull.host(each) for each in found} == {"example.invalid"}
