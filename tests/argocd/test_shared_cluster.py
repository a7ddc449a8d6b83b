"""Two environments that Argo CD would write to one cluster are refused, where they are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.pipeline import build
from tests.argocd import estate
from tests.support import specs

if TYPE_CHECKING:
    from pathlib import Path

PROD = 'server: "https://prod.example.org:6443"'


def found(folder: Path, prod: str, *, git: bool = True) -> list[str]:
    """Where K8S605 is found once the server of prod is another."""
    text = estate.PLATFORM.replace(PROD, prod)
    assert PROD not in text
    if not git:
        text = "\n".join(line for line in text.splitlines() if "git:" not in line)
    files = {**specs.BASE, "platform.yaml": text}
    result = build(specs.write(folder / "spec", files), "spec")
    return [
        f"{each.origin.line}:{each.value}: {each.message}"
        for each in result.diagnostics
        if each.code.id == "K8S605"
    ]


@pytest.mark.parametrize(
    "server", ["https://dev.example.org:6443", "https://DEV.example.org:6443/"]
)
def test_one_server_in_one_namespace(server: str, tmp_path: Path) -> None:
    """Everything would be written twice; the address is the same however it is written."""
    (one,) = found(tmp_path, f'server: "{server}"')
    assert one.startswith(f"10:{server}: prod and dev are both written to {server}")
    assert "take everything from each other" in one


def test_one_server_in_two_namespaces(tmp_path: Path) -> None:
    """CRDs and cluster roles have no namespace that could keep them apart."""
    (one,) = found(tmp_path, 'server: "https://dev.example.org:6443", namespace: other')
    assert "take CRDs and cluster roles from each other" in one


def test_a_server_that_nobody_wrote(tmp_path: Path) -> None:
    """One environment may be where Argo CD itself is; it is the second that is refused."""
    assert found(tmp_path, "paging: false") == []
    text = estate.PLATFORM.replace('server: "https://dev.example.org:6443"', "paging: false")
    files = {**specs.BASE, "platform.yaml": text.replace(PROD, "paging: true")}
    result = build(specs.write(tmp_path / "again", files), "spec")
    (one,) = [each for each in result.diagnostics if each.code.id == "K8S605"]
    assert (one.value, one.origin.line) == ("prod", 10)
    assert "https://kubernetes.default.svc" in one.message


def test_without_a_repository_nobody_writes(tmp_path: Path) -> None:
    """Where Argo CD is told nothing, servers do not matter."""
    assert found(tmp_path, 'server: "https://dev.example.org:6443"', git=False) == []
