"""Specs → who is told of which alert in one environment, and the tests that prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import ir
from generator.compiler.stack import routing_silence, routing_tree
from generator.compiler.stack.routing_alerts import PAGE, TICKET, Carried, carried
from generator.compiler.stack.routing_walk import matches, nodes, reached
from generator.compiler.stack.routing_wanted import NOBODY, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.catalog import Site
    from generator.compiler.context import Context
    from generator.spec.platform import PlatformEnvironment

FOREIGN = "AlertOfSomebodyElse"  # what has no team, such as a rule that somebody wrote by hand


def routing(environment: PlatformEnvironment, context: Context) -> ir.Routing:
    """The tree of one environment's Alertmanager."""
    route = routing_tree.tree(environment, context)
    receivers = tuple(_receivers(route, context))
    mail = any(each.type == "email" for each in receivers)
    return ir.Routing(
        route=route,
        receivers=receivers,
        inhibitions=routing_silence.inhibitions(context),
        intervals=tuple(routing_tree.intervals(route, context)),
        mail=_mail(context) if mail else None,
    )


def _receivers(route: ir.Route, context: Context) -> Iterator[ir.Receiver]:
    """Those that some route names: the Secret of another need not even be there.

    A dead man's switch would take the news that the heartbeat is over for a heartbeat.
    """
    named = {node.receiver for node in nodes(route)}
    alerting = context.platform.alerting
    switch = alerting.dead_mans_switch
    for each in alerting.receivers:
        if each.name in named:
            ref = each.secret_ref
            yield ir.Receiver(
                name=each.name,
                type=each.type,
                target=each.channel or "",
                secret=(ref.name, ref.key) if ref else ("", ""),
                resolved=not switch or each.name != switch.receiver,
            )
    if NOBODY in named:
        yield ir.Receiver(NOBODY)


def _mail(context: Context) -> ir.Mail | None:
    smtp = context.platform.alerting.smtp
    if smtp is None:
        return None
    ref = smtp.secret_ref
    secret = (ref.name, ref.key) if ref else ("", "")
    return ir.Mail(smtp.host, smtp.from_, smtp.username or "", secret)


def tests(site: Site, context: Context) -> Iterator[ir.RouteTest]:
    """Every alert with the receivers that the spec wants told of it.

    Raises ``ValueError`` when the tree would tell others: that is a mistake of ours.
    """
    found: dict[tuple[ir.Labels, tuple[str, ...]], list[str]] = {}
    spec = Wanted.of(site.environment, context)
    foreign = (Carried(FOREIGN, (("severity", each),)) for each in (PAGE, TICKET))
    for each in (*carried(site.environment, context), *foreign):
        wanted = tuple(one.receiver for one in spec.told(each))
        found.setdefault((each.labels, wanted), []).append(each.alert)
    ways = _ways(site.routing.route, (alert for alerts in found.values() for alert in alerts))
    for (labels, wanted), alerts in found.items():
        for alert in {ways[each]: each for each in alerts}.values():
            _hold({"alertname": alert, **dict(labels)}, wanted, site)
        yield ir.RouteTest(tuple(alerts), labels, wanted)


def _ways(route: ir.Route, alerts: Iterable[str]) -> Mapping[str, tuple[bool, ...]]:
    """What the tree can tell by the name of each alert: those alike go the same way.

    Walking it for every alert takes a time that grows with the square of the teams.
    """
    every = (each for node in nodes(route) for each in node.matchers)
    named = tuple(dict.fromkeys(each for each in every if each.label == "alertname"))
    return {
        alert: tuple(matches((each,), {"alertname": alert}) for each in named)
        for alert in dict.fromkeys(alerts)
    }


def _hold(labels: Mapping[str, str], wanted: tuple[str, ...], site: Site) -> None:
    ends = reached(site.routing.route, labels)
    there = tuple(node.receiver for node in ends)
    if there != wanted:
        raise ValueError(f"{labels} reaches {there}, but the spec wants {wanted}")
    page = labels["severity"] == PAGE and site.environment.paging
    if page and any(node.active for node in ends):
        raise ValueError(f"{labels} is a page and would wait for working hours")
