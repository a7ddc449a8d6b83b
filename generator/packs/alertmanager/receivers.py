"""One receiver of each type, with a message that fits on a phone.

Secrets are read from files: the operator mounts each Secret that is named, one file a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.catalog import Tree
    from generator.ir import Receiver

SECRETS = "/etc/alertmanager/secrets"
PAGE = 'eq .CommonLabels.severity "page"'
FIRING = 'eq .Status "firing"'


def secret_file(secret: tuple[str, str]) -> str:
    """Where a key of a Secret is mounted."""
    return "/".join((SECRETS, *secret))


def receiver(found: Receiver) -> Tree:
    """The receiver as Alertmanager reads it; one without a type tells nobody."""
    if not found.type:
        return {"name": found.name}
    key, settings = _BY_TYPE[found.type](found)
    if found.resolved != (found.type not in _SILENT_WHEN_OVER):
        settings["send_resolved"] = found.resolved
    return {"name": found.name, key: [settings]}


def template(name: str) -> str:
    """The text that a template of ours makes."""
    return f'{{{{ template "watchkeeper.{name}" . }}}}'


def _slack(found: Receiver) -> tuple[str, Tree]:
    colour = (
        f"{{{{ if {FIRING} }}}}{{{{ if {PAGE} }}}}danger{{{{ else }}}}warning{{{{ end }}}}"
        "{{ else }}good{{ end }}"
    )
    settings = {"channel": found.target} if found.target else {}
    return "slack_configs", settings | {
        "api_url_file": secret_file(found.secret),
        "color": colour,
        "title": template("slack.title"),
        "title_link": template("link"),
        "fallback": template("slack.title"),
        "text": template("slack.text"),
    }


def _pagerduty(found: Receiver) -> tuple[str, Tree]:
    return "pagerduty_configs", {
        "routing_key_file": secret_file(found.secret),
        "severity": f"{{{{ if {PAGE} }}}}critical{{{{ else }}}}warning{{{{ end }}}}",
        "description": template("plain.title"),
        "client": "Watchkeeper",
        "client_url": template("link"),
        "details": {"alerts": template("plain.text")},
    }


def _opsgenie(found: Receiver) -> tuple[str, Tree]:
    return "opsgenie_configs", {
        "api_key_file": secret_file(found.secret),
        "message": template("plain.title"),
        "description": template("plain.text"),
        "priority": f"{{{{ if {PAGE} }}}}P1{{{{ else }}}}P3{{{{ end }}}}",
        "tags": "{{ .CommonLabels.team }}",
        "source": template("link"),
    }


def _msteams(found: Receiver) -> tuple[str, Tree]:
    return "msteamsv2_configs", {
        "webhook_url_file": secret_file(found.secret),
        "title": template("teams.title"),
        "text": template("teams.text"),
    }


def _webhook(found: Receiver) -> tuple[str, Tree]:
    """The receiver makes of the data what it likes."""
    return "webhook_configs", {"url_file": secret_file(found.secret)}


def _email(found: Receiver) -> tuple[str, Tree]:
    return "email_configs", {
        "to": found.target,
        "headers": {"Subject": template("plain.title")},
        "html": template("html"),
        "text": template("plain.text"),
    }


_BY_TYPE = {
    "email": _email,
    "msteams": _msteams,
    "opsgenie": _opsgenie,
    "pagerduty": _pagerduty,
    "slack": _slack,
    "webhook": _webhook,
}
# Alertmanager tells these only of what fires, unless it is asked to; people want to know the end.
_SILENT_WHEN_OVER = frozenset(("email", "slack"))
