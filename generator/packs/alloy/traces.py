"""What applications send themselves, over OTLP: traces to Tempo, logs to Loki.

Metrics are scraped; the receiver refuses them, because what is pushed has no target that could be
seen to be down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.alloy import Attribute, Block, Reference
from generator.packs.alloy.pods import NODE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Site

GRPC, HTTP = 4317, 4318
# One after another: refuse before memory runs out, say which pod it was, send many at once.
_STEPS = ("memory_limiter", "k8sattributes", "batch")


def blocks(site: Site) -> Iterator[Block]:
    """From the receiver to whatever stores there are."""
    ends = tuple(_ends(site))
    if not ends:
        return
    signals = tuple(signal for signal, _ in ends)
    first = tuple((signal, _input(f"processor.{_STEPS[0]}", "apps")) for signal in signals)
    yield Block("otelcol.receiver.otlp", "apps", (Block("grpc"), Block("http"), _output(first)))
    for i, step in enumerate(_STEPS):
        following = _STEPS[i + 1 : i + 2]
        to = tuple(
            (s, _input(f"processor.{next_}", "apps")) for next_ in following for s in signals
        )
        output = to or tuple(
            (s, _input(end.name.removeprefix("otelcol."), end.label)) for s, end in ends
        )
        yield Block(f"otelcol.processor.{step}", "apps", (*_settings(step), _output(output)))
    for _, end in ends:
        yield end


def _settings(step: str) -> tuple[Attribute | Block, ...]:
    match step:
        case "memory_limiter":
            return (
                Attribute("check_interval", "1s"),
                # Of the container's limit.
                Attribute("limit_percentage", 75),
                Attribute("spike_limit_percentage", 15),
            )
        case "k8sattributes":
            # The Service leads to the collector of the same node.
            return (Block("filter", body=(Attribute("node", NODE_NAME),)),)
        case _:
            return ()


def _ends(site: Site) -> Iterator[tuple[str, Block]]:
    """The kinds of data that have a store, with what sends them there."""
    traces, logs = (site.addresses.get(role) for role in ("traces.otlp", "logs.query"))
    if traces:
        plain = Block("tls", body=(Attribute("insecure", value=True),))
        yield "traces", _exporter("otlp", "traces", traces, plain)
    if logs:
        yield "logs", _exporter("otlphttp", "logs", f"{logs}/otlp")


def _exporter(kind: str, label: str, endpoint: str, *more: Block) -> Block:
    client = Block("client", body=(Attribute("endpoint", endpoint), *more))
    return Block(f"otelcol.exporter.{kind}", label, (client,))


def _input(component: str, label: str) -> Reference:
    return Reference(f"otelcol.{component}.{label}.input")


def _output(to: tuple[tuple[str, Reference], ...]) -> Block:
    return Block("output", body=tuple(Attribute(signal, (each,)) for signal, each in to))
