"""Which routing tests are one and the same to Alertmanager.

A route sees of an alert nothing but the labels that some matcher names, and of those with `=` and
`!=` nothing but whether a value is one of those that matchers name. Two alerts that agree in all of
that go the same way through every tree, so amtool has to be asked for one of them. Hundreds of
tests are a dozen calls, and none is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Seen = Mapping[str, set[str] | None]

MATCHER = re.compile(r'([a-z_]+)(=~|!~|!=|=)"([^"\\]*)"')  # as we write it


@dataclass(frozen=True, slots=True)
class Reach:
    """An alert, its name among the labels, and whom it must reach."""

    labels: Mapping[str, str]
    receivers: tuple[str, ...]


def classes(
    groups: Iterable[Mapping[str, Any]], route: Mapping[str, Any]
) -> tuple[tuple[Reach, ...], ...]:
    """All tests, those that cannot differ together; tests that want other receivers apart."""
    seen = _seen(route)
    found: dict[object, list[Reach]] = {}
    for reach in _tests(groups):
        key = _key(reach.labels, seen) if seen is not None else tuple(reach.labels.items())
        found.setdefault((key, reach.receivers), []).append(reach)
    return tuple(map(tuple, found.values()))


def _key(labels: Mapping[str, str], seen: Seen) -> tuple[tuple[str, str | None], ...]:
    """What the routes see of an alert."""
    there = ((name, labels.get(name, ""), values) for name, values in seen.items())
    return tuple(
        (name, value if values is None or value in values else None)
        for name, value, values in there
    )


def _tests(groups: Iterable[Mapping[str, Any]]) -> Iterator[Reach]:
    for group in groups:
        for test in group["reach"]:
            for alert in group["alerts"]:
                labels = {"alertname": alert, **test["labels"]}
                yield Reach(labels, tuple(test["receivers"]))


def _seen(route: Mapping[str, Any]) -> Seen | None:
    """The labels that matchers name, with the values they compare with; None is any value.

    Nothing where somebody wrote a route in a way that is not ours: then all tests stand apart.
    """
    found: dict[str, set[str] | None] = {}
    for node in _nodes(route):
        matches = [MATCHER.fullmatch(text) for text in node.get("matchers", ())]
        if None in matches or "match" in node or "match_re" in node:
            return None
        for name, operator, value in (match.groups() for match in matches if match):
            values = found.setdefault(name, set())
            if "~" in operator:
                found[name] = None
            elif values is not None:
                values.add(value)
    return found


def _nodes(route: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield route
    for child in route.get("routes", ()):
        yield from _nodes(child)
