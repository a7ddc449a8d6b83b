"""What applications and their project have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.ir import Application, Site

Object = dict[str, Any]  # a Kubernetes object, as YAML has it

API = "argoproj.io/v1alpha1"
WAVE = "argocd.argoproj.io/sync-wave"
TRIGGERS = ("on-health-degraded", "on-sync-failed")  # of the catalogue that Argo CD publishes


def brings(found: Application) -> bool:
    """Whether an application brings the others of its environment."""
    return found.path.startswith("argocd/")


def home(site: Site) -> str:
    """The namespace Argo CD lives in: where the application that brings the others puts them."""
    return next(each.namespace for each in site.applications if brings(each))


def told(sites: tuple[Site, ...]) -> dict[str, str]:
    """Whom Argo CD tells of a failure: the Slack channel that gets what nobody else claims."""
    channels = {
        receiver.target.removeprefix("#")
        for site in sites
        for receiver in site.routing.receivers
        if receiver.name == site.routing.route.receiver and receiver.type == "slack"
    }
    to = ";".join(sorted(channels))
    return {f"notifications.argoproj.io/subscribe.{each}.slack": to for each in TRIGGERS if to}


def address(repository: str) -> str:
    """The address of a chart's repository as Argo CD wants it.

    A registry is named without its scheme: ``oci://`` is for sources that name no chart.
    """
    return repository.removeprefix("oci://")
