"""Argo CD's objects: the project, and per environment the applications it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import yamlio
from generator.document import Document, header, validate
from generator.emit.argocd.application import application, file
from generator.emit.argocd.project import project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.emit.argocd.parts import Object
    from generator.ir import Base


def base(found: Base) -> Iterator[Document]:
    """All of them, for all environments: they do not depend on models."""
    within, sites = found.platform.project, found.platform.sites
    if within is None:
        return
    yield _document("argocd/project.yaml", project(within, sites), sites[0].source)
    for site in sites:
        for each in site.applications:
            yield _document(file(each, site), application(each, site, within), site.source)


def _document(path: str, value: Object, source: str) -> Document:
    validate(value, __name__)
    return Document(path, header("spec/ and generator/packs") + yamlio.dump(value), (source,))
