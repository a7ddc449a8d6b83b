"""What one model comes to: plain values, so that a cache can hold them."""

from __future__ import annotations

from dataclasses import dataclass

# (series, labels besides model_name, PromQL number)
Constant = tuple[str, tuple[tuple[str, str], ...], str]
# (alert, for, severity) of a rule that a model has to itself; empty text means "as the pack has it"
Exception_ = tuple[str, str, str]
# (pack, schedule, what its job is told as one line of JSON)
Errand = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Deployment:
    """A model in the environments where the same holds of it."""

    environments: tuple[str, ...]
    namespace: str
    constants: tuple[Constant, ...]
    exceptions: tuple[Exception_, ...]
    errands: tuple[Errand, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A model; ``source`` is the file and line of its document, ``key`` a digest of that file."""

    name: str
    source: str
    key: str
    deployments: tuple[Deployment, ...]
