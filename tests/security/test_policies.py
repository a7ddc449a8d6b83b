"""The network policies as they are written, without any chart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator import ir, packs
from generator.catalog import Access, Peer
from generator.compiler.stack import policies
from generator.emit import network as emitter
from tests.charts.programs import refused
from tests.security import network, stack

POD = (("app", "one"),)
OTHER = (("app", "two"),)


def lowered(*access: Access) -> tuple[ir.Policy, ...]:
    """The policies that some accesses become."""
    pack = replace(packs.discover()[0], access=access)
    return tuple(policies.policies(replace(stack.context(), packs=(pack,))))


def test_everything_is_closed_first() -> None:
    """A pod that nobody described is reached by nobody."""
    written = network.of(*lowered(Access("one", POD, (((1,), (Peer(anywhere=True),)),))))
    for caller in (network.STRANGER, network.NEIGHBOUR, network.OUTSIDE):
        assert not network.allowed(written, {"app": "unknown"}, 1, caller)
        assert network.allowed(written, dict(POD), 1, caller)
        assert not network.allowed(written, dict(POD), 2, caller)


def test_a_peer_may_be_named() -> None:
    """The name of another access stands for the pods that it selects, in the same namespace."""
    written = network.of(
        *lowered(Access("one", POD, (((1,), ("two",)),)), Access("two", OTHER, ()))
    )
    assert network.allowed(written, dict(POD), 1, network.Caller(dict(OTHER)))
    assert not network.allowed(written, dict(POD), 1, network.Caller(dict(OTHER), elsewhere=True))
    assert not network.allowed(written, dict(POD), 1, network.STRANGER)


def test_a_name_that_nothing_has_is_our_mistake() -> None:
    """A misspelt peer would shut somebody out, and nothing would say so."""
    with pytest.raises(ValueError, match="no access is named three"):
        lowered(Access("one", POD, (((1,), ("three",)),)))
    with pytest.raises(ValueError, match="one name"):
        lowered(Access("one", POD, ()), Access("one", OTHER, ()))


def test_a_protocol_is_written_where_it_is_not_tcp() -> None:
    """The same port of another protocol stays closed."""
    written = network.of(*lowered(Access("one", POD, (((1, "2/UDP"), (Peer(anywhere=True),)),))))
    outside = network.OUTSIDE
    assert network.allowed(written, dict(POD), 2, outside, "UDP")
    assert not network.allowed(written, dict(POD), 2, outside)
    assert not network.allowed(written, dict(POD), 1, outside, "UDP")


@pytest.mark.parametrize(
    ("peer", "wanted"),
    [
        (Peer(labels=POD), {"podSelector": {"matchLabels": {"app": "one"}}}),
        (Peer(every_namespace=True), {"namespaceSelector": {}}),
        (Peer(), {"podSelector": {}}),
        (
            Peer(labels=POD, namespace=OTHER),
            {
                "namespaceSelector": {"matchLabels": {"app": "two"}},
                "podSelector": {"matchLabels": {"app": "one"}},
            },
        ),
    ],
)
def test_a_peer_is_written_as_kubernetes_reads_it(peer: Peer, wanted: object) -> None:
    """No namespace means the policy's own; selectors that stand together must both fit."""
    written = network.of(ir.Policy("x", POD, (((1,), (peer,)),), "loki"))
    assert written[0]["spec"]["ingress"][0]["from"] == [wanted]


def test_what_breaks_our_schema_is_not_written() -> None:
    """A rule without ports would open them all."""
    with pytest.raises(ValueError, match="ports"):
        network.of(ir.Policy("x", POD, (((), (Peer(),)),), "loki"))


def test_files_are_those_that_the_base_lists() -> None:
    """Each policy stands in the file that the kustomization names, with the pack it came from."""
    found = stack.platform()
    documents = {each.path: each for each in emitter.base(ir.Base((), (), (), (), (), found))}
    listed = {f"base/{each.path}" for each in found.policies}
    assert set(documents) == listed
    for path, document in documents.items():
        name = Path(path).stem.replace("-", "_")
        assert document.sources == (() if name == "default_deny" else (f"pack:{name}",))


def test_kubernetes_would_take_them() -> None:
    """All of them satisfy the schema of Kubernetes, strictly."""
    found = network.objects(stack.platform())
    assert found
    assert not refused(found)
