"""Walks a tree of routes as Alertmanager does, to hold it against what the spec wants."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.ir import Matcher, Route


def reached(route: Route, labels: Mapping[str, str]) -> tuple[Route, ...]:
    """The nodes that an alert with these labels ends at; none when ``route`` does not take it."""
    if not matches(route.matchers, labels):
        return ()
    found: list[Route] = []
    for child in route.routes:
        below = reached(child, labels)
        found += below
        if below and not child.continue_:
            break
    return tuple(found) or (route,)


def matches(matchers: Iterable[Matcher], labels: Mapping[str, str]) -> bool:
    """Whether all of them hold; a label that is not there is empty text."""
    return all(_holds(each, labels.get(each.label, "")) for each in matchers)


def _holds(matcher: Matcher, value: str) -> bool:
    if "~" in matcher.op:
        equal = re.fullmatch(matcher.value, value) is not None
    else:
        equal = value == matcher.value
    return equal != matcher.op.startswith("!")


def nodes(route: Route) -> Iterator[Route]:
    """The route and everything below it."""
    yield route
    for child in route.routes:
        yield from nodes(child)
