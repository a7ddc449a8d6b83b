"""How a statsd exporter turns what a program sends into metrics, as packs write it down."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class StatsdMapping:
    """One rule of the exporter: which statsd names become which metric with which labels.

    The fields are the exporter's own and their defaults are its defaults. In a glob ``*`` stands
    for one segment without a dot. A glob that matches wins over any regular expression, wherever it
    stands; within each kind the first that matches wins. Labels may use ``$1`` for what the first
    ``*`` or group matched. ``ttl`` is how long a series stays after it was last sent.
    """

    match: str
    name: str
    labels: tuple[tuple[str, str], ...] = ()
    match_type: Literal["glob", "regex"] = "glob"
    ttl: str = ""
    action: Literal["map", "drop"] = "map"


Config = dict[str, str | dict[str, str]]


def as_config(mappings: Iterable[StatsdMapping]) -> list[Config]:
    """The list under ``mappings`` in the exporter's file; what equals its defaults is left out."""
    return [_config(mapping) for mapping in mappings]


def _config(mapping: StatsdMapping) -> Config:
    found: Config = {}
    for field in fields(mapping):
        value = getattr(mapping, field.name)
        if value != field.default:
            found[field.name] = dict(value) if field.name == "labels" else value
    return found
