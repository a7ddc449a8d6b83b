"""Every environment has a cluster of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

PLATFORM = (
    "apiVersion: watchkeeper/v1\nkind: Platform\nmetadata: {name: platform}\nspec:\n"
    "  owner: ml-risk\n  runbooks: https://example.org\n"
    "  git: {repository: https://example.org/observability}\n"
    "  environments:\n    - {name: dev, cluster: dev%s}\n    - {name: prod, cluster: prod%s}\n"
    "  alerting:\n    receivers:\n"
    "      - {name: chat, type: slack, channel: '#risk', secretRef: {name: receivers, key: chat}}\n"
    "      - {name: pager, type: pagerduty, secretRef: {name: receivers, key: pager}}\n"
)
CODE = Code(
    "K8S605",
    "shared-cluster",
    "Argo CD writes two environments with one server into one cluster, where each overwrites the "
    "other's CRDs, cluster roles and, in one namespace, everything else.",
    PLATFORM % ("", ""),
    PLATFORM
    % (", server: https://dev.example.org:6443", ", server: https://prod.example.org:6443"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The servers of all environments; without ``git`` nobody writes to them."""
    for platform in context.specs.platforms[:1]:
        spec, first = platform.document.spec, dict[str, int]()
        for i, environment in enumerate(spec.environments if spec.git else ()):
            other = spec.environments[first.setdefault(_plain(environment.server), i)]
            if other is environment:
                continue
            same = environment.namespace == other.namespace
            what = "everything" if same else "CRDs and cluster roles"
            given = "server" in environment.model_fields_set
            field = "server" if given else "name"
            yield CODE.at(
                context.origin(platform.place, ("spec", "environments", i, field)),
                f"{environment.name} and {other.name} are both written to {environment.server}, "
                f"where they would take {what} from each other in turns",
                value=environment.server if given else environment.name,
                fix="write the server of each environment, as argocd cluster list shows it",
            )


def _plain(server: str) -> str:
    """The address as far as it tells two servers apart."""
    return server.rstrip("/").lower()
