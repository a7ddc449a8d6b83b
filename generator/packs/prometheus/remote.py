"""Other places that samples are sent to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Site, Tree
    from generator.spec.stores import RemoteWrite, Tls
    from generator.spec.types import SecretRef


def store(site: Site) -> Iterator[Tree]:
    """The store that scales out, where there is one."""
    if site.distributed:
        yield {"name": "mimir", "url": site.addresses["metrics.write"], "sendExemplars": True}


def place(target: RemoteWrite) -> Tree:
    """A place of the user's own."""
    tree: Tree = {"url": target.url}
    if target.tenant:
        tree["headers"] = {"X-Scope-OrgID": target.tenant}
    if target.basic_auth:
        basic = target.basic_auth
        tree["basicAuth"] = {"username": _key(basic.username), "password": _key(basic.password)}
    if target.bearer:
        tree["authorization"] = {"credentials": _key(target.bearer)}
    if target.tls:
        tree["tlsConfig"] = _tls(target.tls)
    return tree


def _tls(tls: Tls) -> Tree:
    tree: Tree = {}
    if tls.ca:
        tree["ca"] = {"secret": _key(tls.ca)}
    if tls.cert:
        tree["cert"] = {"secret": _key(tls.cert)}
    if tls.key:
        tree["keySecret"] = _key(tls.key)
    return tree


def _key(secret: SecretRef) -> Tree:
    return {"name": secret.name, "key": secret.key}
