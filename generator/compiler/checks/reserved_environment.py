"""No environment whose applications could have the name of another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.stack.project import NAME
from generator.diagnostics import Code
from generator.spec.examples import platform as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

GIT = "git: {repository: https://example.org/observability}"
WRONG = example(GIT).replace("name: prod", f"name: {NAME}")
CODE = Code(
    "K8S609",
    "reserved-environment",
    "Applications of an environment are called <environment>-<release>, and the one above them "
    f"{NAME}-<environment>; of two with one name Argo CD would keep one.",
    WRONG,
    WRONG.replace(f"name: {NAME}", "name: prod"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The names of all environments; without ``git`` there are no applications."""
    for platform in context.specs.platforms:
        spec = platform.document.spec
        for index, environment in enumerate(spec.environments if spec.git else ()):
            if f"{environment.name}-".startswith(f"{NAME}-"):
                yield CODE.at(
                    context.origin(platform.place, ("spec", "environments", index, "name")),
                    f"its applications would be called {environment.name}-<release>, and "
                    f"{NAME}-<environment> is what the one above another environment is called",
                    value=environment.name,
                    fix=f"give it a name that does not begin with {NAME}",
                )
