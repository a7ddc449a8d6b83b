"""What checks and lowering look at: the specs by name, the packs, and where things stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.catalog import PackKind
from generator.compiler.defaults import tier_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Alert, Pack
    from generator.compiler.unit import Unit
    from generator.diagnostics import Origin
    from generator.spec import ModelSpec, PlatformSpec, ServiceDocument
    from generator.spec.load import Loaded, LoadedModel, Place, Sources, Specs
    from generator.spec.model import ModelNumbers

RUNTIME = "runtime_"
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Context:
    """Read-only; the checks have seen to it that names are unique before lowering looks them up.

    ``compiled`` are models that an earlier run found nothing wrong with; ``specs`` has the others.
    """

    specs: Specs
    sources: Sources
    packs: tuple[Pack, ...]
    compiled: tuple[Unit, ...] = ()

    @property
    def platform(self) -> PlatformSpec:
        """The one platform."""
        return self.specs.platforms[0].document.spec

    @cached_property
    def environments(self) -> tuple[str, ...]:
        """The names of all environments, in the order of the platform."""
        return tuple(e.name for p in self.specs.platforms for e in p.document.spec.environments)

    @cached_property
    def tiers(self) -> Mapping[str, ModelNumbers]:
        """The numbers of each tier."""
        return tier_numbers(self.platform)

    @cached_property
    def working(self) -> tuple[Pack, ...]:
        """The packs that run something for single models."""
        return tuple(pack for pack in self.packs if pack.job)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """A digest of the content of each file that was read, by its name."""
        return dict(self.specs.read)

    @cached_property
    def services(self) -> Mapping[str, Loaded[ServiceDocument]]:
        """Services by name."""
        return {each.document.metadata.name: each for each in self.specs.services}

    @cached_property
    def runtimes(self) -> Mapping[str, Pack]:
        """Runtime packs by the name a model writes."""
        found = (pack for pack in self.packs if pack.kind is PackKind.RUNTIME)
        return {pack.name.removeprefix(RUNTIME): pack for pack in found}

    @cached_property
    def model_alerts(self) -> Mapping[str, tuple[Pack, Alert]]:
        """Alerts on models by name."""
        kinds = (PackKind.MODEL, PackKind.RUNTIME)
        return {a.name: (pack, a) for pack in self.packs if pack.kind in kinds for a in pack.alerts}

    def active(self) -> Iterator[Pack]:
        """The packs that take part: a service's pack only where the spec has the service."""
        for pack in self.packs:
            if pack.kind is not PackKind.SERVICE or pack.name in self.services:
                yield pack

    def origin(self, place: Place, path: Path, *, key: bool = False) -> Origin:
        """The position of a value in a document."""
        return self.sources.origin(place, path, key=key)

    def variants(self, model: LoadedModel) -> Iterator[tuple[Path, ModelSpec]]:
        """A model's spec and each override of it, with the path that leads there."""
        yield ("spec",), model.spec
        for name, spec in model.overrides.items():
            yield ("spec", "environments", name), spec
