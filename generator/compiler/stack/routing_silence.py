"""Which alerts say nothing new while another one is firing.

An alert silences at most what weighs as much as itself: a ticket never silences a page, because
then nobody would be woken. What says that a whole service is gone (``Pack.dead``) is not silenced
by the death of another, so two of them cannot silence one another. And no page about a model is
silenced because a service is gone: the cause may be known, but whether users are hurt is told by
the model's own alerts alone, and those who own it are seldom those who run the service.

Names of alerts and labels are read off the packs.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import ir, packs, promql
from generator.catalog import Alert, AlertSeverity
from generator.compiler.known import known
from generator.compiler.stack.routing_alerts import (
    HEARTBEAT,
    OF_MODELS,
    PAGE,
    TICKET,
    every,
    own_labels,
    weight,
)
from generator.compiler.stack.routing_walk import matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import LogAlert, Pack
    from generator.compiler.context import Context

    Matchers = tuple[ir.Matcher, ...]

TARGET_DOWN = "PrometheusTargetDown"  # any target of any job; many a service says it better
DOWN = "Down"  # how the names of those end
WHO = frozenset(("team", "tier"))  # joined to the alerts on models; they tell no two of them apart
# Where something runs and which model it is: two alerts that share only these may be of two causes.
BROAD = WHO | {"container", "endpoint", "instance", "job", "model_name", "namespace", "pod"}
ANY = ir.Matcher("model_name", "=~", ".+")


@dataclass(frozen=True, slots=True)
class Here:
    """An alert that can fire somewhere, with the severities that it can have."""

    alert: Alert | LogAlert
    pack: Pack
    severities: frozenset[str]

    @property
    def name(self) -> str:
        """Its name."""
        return self.alert.name

    @property
    def of_models(self) -> bool:
        """Whether it is about a model, so that its severity is the model's affair."""
        return self.pack.kind in OF_MODELS

    @property
    def pages(self) -> bool:
        """Whether it usually pages somewhere."""
        usual = self.alert.severity is not AlertSeverity.TICKET
        return usual if self.of_models else PAGE in self.severities


def inhibitions(context: Context) -> tuple[ir.Inhibition, ...]:
    """All of them, in a stable order; the same everywhere.

    A rule about an alert that is off in an environment does nothing there.
    """
    here = tuple(_here(context))
    found = (*_tickets_of_pages(here), *_same_thing(here), *_dead(here), *_targets(here))
    for beat in (each for each in here if HEARTBEAT in own_labels(each.alert)):
        labels = dict((("alertname", beat.name), ("severity", TICKET), HEARTBEAT))
        for each in found:
            if matches(each.target, labels):
                raise ValueError(f"the heartbeat would fall silent: {each.says}")
    return found


def _here(context: Context) -> Iterator[Here]:
    for pack in context.active():
        for alert in every(pack):
            if pack.kind in OF_MODELS:  # each model may choose
                yield Here(alert, pack, frozenset((PAGE, TICKET)))
                continue
            found = {weight(alert, pack, name, context) for name in context.environments} - {""}
            if found:
                yield Here(alert, pack, frozenset(found))


def _tickets_of_pages(here: tuple[Here, ...]) -> Iterator[ir.Inhibition]:
    """An alert on a model that comes both as a page and as a ticket."""
    subjects = [subject(each) for each in here if each.of_models]
    yield ir.Inhibition(
        "a page silences the same alert as a ticket",
        (ir.Matcher("severity", "=", PAGE), ANY),
        (ir.Matcher("severity", "=", TICKET), ANY),
        ("alertname", *sorted(frozenset().union(*subjects))),
    )


def _same_thing(here: tuple[Here, ...]) -> Iterator[ir.Inhibition]:
    """Alerts of one pack on exactly the same thing: an objective, a metric, a volume.

    Fast and slow burn are the case in point. Labels that only say where it is do not make it one
    thing: of a model, drift and old age are two.
    """
    groups: dict[tuple[str, frozenset[str]], list[Here]] = {}
    for each in here:
        if subject(each) - BROAD:
            groups.setdefault((each.pack.name, subject(each)), []).append(each)
    for (_, labels), found in groups.items():
        pages = [each.name for each in found if each.pages]
        tickets = [each.name for each in found if TICKET in each.severities]
        if pages and tickets and found[1:]:
            yield ir.Inhibition(
                "a page silences the tickets on the same thing",
                (named(pages), ir.Matcher("severity", "=", PAGE)),
                (named(tickets), ir.Matcher("severity", "=", TICKET)),
                tuple(sorted(labels)),
            )


def _dead(here: tuple[Here, ...]) -> Iterator[ir.Inhibition]:
    """A service that is gone silences its own alerts and those of what depends on it.

    So does a model that reports nothing: what others measured of it before is no news.
    """
    for name in dict.fromkeys(each.pack.name for each in here if each.pack.dead):
        dead = [each for each in here if each.pack.name == name and each.name in each.pack.dead]
        for of_models in (False, True):
            silent = [each for each in here if each.of_models == of_models and _follows(each, name)]
            if dead and silent:
                yield from _weighed(f"{dead[0].pack.title}: gone", dead, silent)


def _follows(each: Here, dead: str) -> bool:
    """Whether it is a consequence; alerts on models only where their pack says so."""
    mine = each.pack.name == dead and not each.of_models
    last = each.name in each.pack.dead or HEARTBEAT in own_labels(each.alert)
    needs = (*each.pack.depends, *getattr(each.alert, "depends", ()))
    return (mine or dead in needs) and not last


def _weighed(
    says: str, source: list[Here], target: list[Here], equal: tuple[str, ...] = ()
) -> Iterator[ir.Inhibition]:
    """Tickets whatever the source weighs, pages only while it is a page itself."""
    models = source[0].of_models
    page = ir.Matcher("severity", "=", PAGE)
    for severity, needs in ((TICKET, ()), (PAGE, (page,))):
        sources = [each.name for each in source if not needs or PAGE in each.severities]
        targets = [
            each.name
            for each in target
            if severity in each.severities and (each.of_models == models or severity == TICKET)
        ]
        if sources and targets:
            yield ir.Inhibition(
                says,
                (named(sources), *needs),
                (named(targets), ir.Matcher("severity", "=", severity)),
                equal or (("model_name",) if models else ()),
            )


def _targets(here: tuple[Here, ...]) -> Iterator[ir.Inhibition]:
    """A job whose own alert says that it is down needs no other that says so of its targets."""
    source = [
        each
        for each in here
        if each.name.endswith(DOWN) and each.name != TARGET_DOWN and "job" in subject(each)
    ]
    target = [each for each in here if each.name == TARGET_DOWN]
    if source and target:
        yield from _weighed("the job's own alert says that it is down", source, target, ("job",))


def named(names: Iterable[str]) -> ir.Matcher:
    """One of these alerts."""
    found = sorted(set(names))
    return ir.Matcher("alertname", "=~" if found[1:] else "=", "|".join(found))


def subject(each: Here) -> frozenset[str]:
    """The labels that every alert of the rule carries, besides those that say who answers for it.

    Nobody can tell for LogQL, so an alert on logs has none.
    """
    expr = each.alert.expr
    found = _guaranteed(expr) if isinstance(each.alert, Alert) else frozenset()
    return found - WHO


@functools.cache
def _guaranteed(expr: str) -> frozenset[str]:
    return promql.infer(expr, _catalogue().get).guaranteed


@functools.cache
def _catalogue() -> dict[str, promql.SeriesType]:
    return known(packs.discover())
