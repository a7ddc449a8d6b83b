"""The routing of one environment as Alertmanager's own configuration.

The chart merges it over a configuration of its own, key by key: whatever that one sets besides
lists is written here too, even where it equals Alertmanager's default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.packs.alertmanager.receivers import receiver, secret_file
from generator.promql import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalog import Tree
    from generator.ir import Inhibition, Mail, Matcher, Route, Routing, TimeInterval

TEMPLATES = "/etc/alertmanager/config/*.tmpl"  # where the operator mounts `templateFiles`


def config(routing: Routing) -> Tree:
    """Everything the file holds."""
    return {
        **({"global": _mail(routing.mail)} if routing.mail else {}),
        "route": _route(routing.route),
        "receivers": [receiver(each) for each in routing.receivers],
        "inhibit_rules": [_inhibition(each) for each in routing.inhibitions],
        "time_intervals": [_interval(each) for each in routing.intervals],
        "templates": [TEMPLATES],
    }


def _mail(mail: Mail) -> Tree:
    """TLS is required unless told otherwise."""
    found = {"smtp_smarthost": mail.host, "smtp_from": mail.sender}
    if mail.username:
        found["smtp_auth_username"] = mail.username
    if mail.secret[0]:
        found["smtp_auth_password_file"] = secret_file(mail.secret)
    return found


def _route(route: Route) -> Tree:
    found: Tree = {
        "matchers": _matchers(route.matchers),
        "receiver": route.receiver,
        "continue": route.continue_,
        "group_by": list(route.group_by),
        "group_wait": route.group_wait,
        "group_interval": route.group_interval,
        "repeat_interval": route.repeat_interval,
        "active_time_intervals": list(route.active),
        "mute_time_intervals": list(route.mute),
        "routes": [_route(each) for each in route.routes],
    }
    return {key: value for key, value in found.items() if value}


def _matchers(matchers: Iterable[Matcher]) -> list[str]:
    return [f"{each.label}{each.op}{quote(each.value)}" for each in matchers]


def _inhibition(rule: Inhibition) -> Tree:
    found = {
        "source_matchers": _matchers(rule.source),
        "target_matchers": _matchers(rule.target),
        "equal": list(rule.equal),
    }
    return {key: value for key, value in found.items() if value}


def _interval(interval: TimeInterval) -> Tree:
    times = [{"start_time": interval.start, "end_time": interval.end}] if interval.start else []
    found: Tree = {"weekdays": list(interval.days), "times": times}
    part = {key: value for key, value in found.items() if value}
    return {"name": interval.name, "time_intervals": [{**part, "location": interval.location}]}
