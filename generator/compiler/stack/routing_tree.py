"""Specs → the tree of routes of one environment's Alertmanager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import ir, promql
from generator.compiler.stack.routing_alerts import HEARTBEAT, PAGE
from generator.compiler.stack.routing_walk import nodes
from generator.compiler.stack.routing_wanted import NOBODY, conditions, teams

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.compiler.context import Context
    from generator.spec.alerting import DeadMansSwitch, Hours, TeamRoute
    from generator.spec.platform import PlatformEnvironment
    from generator.spec.team import TeamSpec

LABELS = {"alert": "alertname"}  # where a route of the spec calls a label by another name
PAGES = ir.Matcher("severity", "=", PAGE)
ALL_DAY = ("00:00", "24:00")
WEEK = 7


def tree(environment: PlatformEnvironment, context: Context) -> ir.Route:
    """The heartbeat first, then the platform's routes, then a node for each team.

    What belongs to no team we know goes to those who run the stack: to their pager if it is a page.
    """
    every = teams(context)
    owner = every[context.platform.owner].receivers
    grouping = context.platform.alerting.grouping
    own = tuple(_routes(context.platform.alerting.routes, environment))
    # The root itself takes nothing that a node below it has taken and passed on.
    rest = (ir.Route(owner.ticket),) if any(each.continue_ for each in own) else ()
    unowned = ir.Route(owner.page, (PAGES,), group_by=_each_model(grouping.by))
    return ir.Route(
        receiver=owner.ticket,
        group_by=grouping.by,
        group_wait=promql.duration(grouping.wait),
        group_interval=promql.duration(grouping.interval),
        repeat_interval=promql.duration(grouping.repeat),
        routes=(
            _heartbeat(context.platform.alerting.dead_mans_switch),
            *own,
            *(_team(name, team, environment, grouping.by) for name, team in every.items()),
            *((unowned,) if environment.paging else ()),
            *rest,
        ),
    )


def _heartbeat(switch: DeadMansSwitch | None) -> ir.Route:
    """It must arrive however often the rest is repeated; without a switch nobody wants to hear it.

    Alertmanager looks once per group interval whether the last message is older than the repeat
    interval. Were both as long as wanted, every other look would come a few milliseconds too soon.
    """
    matchers = (ir.Matcher(HEARTBEAT[0], "=", HEARTBEAT[1]),)
    if switch is None:
        return ir.Route(NOBODY, matchers)
    return ir.Route(
        switch.receiver,
        matchers,
        group_interval=promql.duration(max(1, switch.interval // 2)),
        repeat_interval=promql.duration(max(1, switch.interval * 3 // 4)),
    )


def _each_model(by: tuple[str, ...]) -> tuple[str, ...]:
    """Pages of two models are two messages: a pager keeps one incident for each group.

    It would not ring for a second model while somebody works on the first.
    """
    return () if "model_name" in by else (*by, "model_name")


def _team(
    name: str, team: TeamSpec, environment: PlatformEnvironment, by: tuple[str, ...]
) -> ir.Route:
    """Pages go on to the pager, so what stays at the node are tickets, which may have to wait."""
    hours = (interval(name),) if team.working_hours else ()
    page = ir.Route(team.receivers.page, (PAGES,), group_by=_each_model(by))
    return ir.Route(
        team.receivers.ticket,
        (ir.Matcher("team", "=", name),),
        active=hours,
        routes=(
            *_routes(team.routes, environment, hours),
            *((page,) if environment.paging else ()),
        ),
    )


def _routes(
    routes: Iterable[TeamRoute], environment: PlatformEnvironment, hours: tuple[str, ...] = ()
) -> Iterator[ir.Route]:
    """The routes that hold in the environment.

    Where nobody is paged there are only tickets: a route for pages takes nothing, and one for
    tickets takes everything. A route for both is two where its tickets wait and its pages do not.
    """
    for route in routes:
        here = not route.environments or environment.name in route.environments
        if not here or (route.severity == PAGE and not environment.paging):
            continue
        both = environment.paging and route.severity is None
        waits = hours if route.severity != PAGE else ()
        if both and waits:
            yield _route(route, (*_matchers(route, environment), PAGES), ())
        yield _route(route, _matchers(route, environment), waits)


def _route(route: TeamRoute, matchers: tuple[ir.Matcher, ...], hours: tuple[str, ...]) -> ir.Route:
    return ir.Route(
        route.receiver,
        matchers,
        continue_=getattr(route, "continue_", False),
        active=hours,
        mute=route.mute,
    )


def _matchers(route: TeamRoute, environment: PlatformEnvironment) -> tuple[ir.Matcher, ...]:
    return tuple(
        ir.Matcher(LABELS.get(name, name), "=", value)
        for name, value in conditions(route)
        if environment.paging or name != "severity"
    )


def interval(team: str) -> str:
    """The name of a team's working hours; mute times have no spaces in theirs."""
    return f"working hours of {team}"


def intervals(route: ir.Route, context: Context) -> Iterator[ir.TimeInterval]:
    """The times that some route names, mute times first."""
    named = {name for node in nodes(route) for name in (*node.active, *node.mute)}
    for mute in context.platform.alerting.mute_times:
        if mute.name in named:
            yield _interval(mute.name, mute, mute.time_zone)
    for name, team in teams(context).items():
        if team.working_hours and interval(name) in named:
            yield _interval(interval(name), team.working_hours, team.time_zone)


def _interval(name: str, hours: Hours, zone: str) -> ir.TimeInterval:
    whole = (hours.start, hours.end) == ALL_DAY
    days = tuple(dict.fromkeys(hours.days))
    return ir.TimeInterval(
        name=name,
        days=days if len(days) < WEEK else (),
        start="" if whole else hours.start,
        end="" if whole else hours.end,
        location=zone,
    )
