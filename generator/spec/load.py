"""Files → typed documents. Every mistake of every file is reported; none stops the others."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel

from generator import yamlio
from generator.diagnostics import Diagnostic, Origin, nearest
from generator.spec import codes, exports
from generator.spec.dashboard import DashboardDocument
from generator.spec.defaults import ALL_TIERS, TASKS, TIERS, merge
from generator.spec.errors import Locate, Path
from generator.spec.model import ModelDocument, ModelNumbers, ModelSpec
from generator.spec.platform import PlatformDocument
from generator.spec.service import ServiceDocument
from generator.spec.stores import Stack
from generator.spec.team import TeamDocument
from generator.spec.validated import validated

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Collection, Iterator, Mapping

T = TypeVar("T", bound=BaseModel)

KINDS: dict[str, type[BaseModel]] = {
    "Platform": PlatformDocument,
    "Team": TeamDocument,
    "Service": ServiceDocument,
    "Model": ModelDocument,
    "Dashboard": DashboardDocument,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A document in a file: enough to find any position in it again."""

    file: str
    index: int
    line: int

    @property
    def origin(self) -> Origin:
        """Where the document starts."""
        return Origin(self.file, self.line, 1)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """A document and its place."""

    document: T
    place: Place


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model, with the spec that holds in each environment that overrides it."""

    name: str
    spec: ModelSpec
    place: Place
    overrides: Mapping[str, ModelSpec] = field(default_factory=dict)

    def within(self, environment: str) -> ModelSpec:
        """The spec that holds in one environment."""
        return self.overrides.get(environment, self.spec)


@dataclass(frozen=True, slots=True)
class Specs:
    """All that the user wrote, in the order of files. Names may still clash; the checks say so.

    ``stacks`` are the sizes and stores that hold in each environment, ``exports`` the boards that
    came out of Grafana.
    ``read`` are the files behind it with the digests of their content, ``skipped`` the digests of
    the files that were left out because the caller knows them.
    """

    platforms: tuple[Loaded[PlatformDocument], ...]
    teams: tuple[Loaded[TeamDocument], ...]
    services: tuple[Loaded[ServiceDocument], ...]
    models: tuple[LoadedModel, ...]
    dashboards: tuple[Loaded[DashboardDocument], ...] = ()
    exports: tuple[exports.Export, ...] = ()
    stacks: Mapping[str, Stack] = field(default_factory=dict)
    read: tuple[tuple[str, str], ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Raw:
    kind: str
    value: dict[str, Any]
    place: Place


class Sources:
    """The files of one spec folder, and where things stand in them."""

    def __init__(self, root: pathlib.Path, shown_as: str) -> None:
        self._root = root
        self._shown = shown_as

    @property
    def shown_as(self) -> str:
        """How messages name the folder."""
        return self._shown

    def files(self) -> tuple[tuple[pathlib.Path, ...], tuple[Diagnostic, ...]]:
        """All YAML files below the folder and all exported boards, sorted."""
        paths, found = yamlio.find(self._root, (*yamlio.YAML, exports.SUFFIX))
        wanted = (
            path
            for path in paths
            if not exports.is_json(path) or exports.exported(path, self._root)
        )
        told = (replace(each, origin=self._relative(each.origin)) for each in found)
        return tuple(wanted), tuple(told)

    def _relative(self, origin: Origin) -> Origin:
        return replace(origin, file=origin.file.replace(self._root.as_posix(), self._shown, 1))

    def name(self, path: pathlib.Path) -> str:
        """How a file is written in messages: relative to the project, with forward slashes."""
        return f"{self._shown}/{path.relative_to(self._root).as_posix()}"

    def path(self, name: str) -> pathlib.Path:
        """The file that messages call by this name."""
        return self._root / name.removeprefix(f"{self._shown}/")

    def text(self, path: pathlib.Path) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
        """The content of one file."""
        return yamlio.read(path, self.name(path), _most(path))

    @functools.lru_cache(maxsize=64)  # noqa: B019 - lives as long as one run
    def _again(self, file: str) -> tuple[yamlio.Document, ...]:
        text, _ = self.text(self.path(file))
        return yamlio.load(text, file)[0] if text is not None else ()

    def document(self, place: Place) -> dict[str, Any]:
        """What a document says, word for word; reads its file a second time."""
        found: dict[str, Any] = self._again(place.file)[place.index].value
        return found

    def origin(self, place: Place, path: Path, *, key: bool = False) -> Origin:
        """The position of a value; reads the file a second time, so only for what is reported."""
        documents = self._again(place.file)
        return (
            documents[place.index].origin(path, key=key)
            if place.index < len(documents)
            else place.origin
        )


def _most(path: pathlib.Path) -> int:
    return exports.MOST_BYTES if exports.is_json(path) else yamlio.LIMIT


def load(sources: Sources, known: Collection[str] = ()) -> tuple[Specs, tuple[Diagnostic, ...]]:
    """Reads and validates every document below the spec folder but the files that are ``known``."""
    paths, found = sources.files()
    problems = list(found)
    raw: list[_Raw] = []
    read: list[tuple[str, str]] = []
    skipped: list[str] = []
    boards: list[exports.Export] = []
    for path in paths:
        if exports.is_json(path):
            board, more = exports.read(path, sources)
            boards += [board] if board else []
            problems += more
            continue
        name = sources.name(path)
        text, more = sources.text(path)
        problems += more
        if text is None:
            continue
        digest = _digest(name, text)
        if digest in known:
            skipped.append(digest)
            continue
        read.append((name, digest))
        documents, more = yamlio.load(text, name)
        problems += more
        for index, document in enumerate(documents):
            entry = _raw(document, index, sources, problems)
            if entry:
                raw.append(entry)
    specs = _typed(raw, sources, problems)
    specs = replace(specs, exports=tuple(boards), read=tuple(read), skipped=tuple(skipped))
    return specs, tuple(problems)


def _digest(name: str, text: bytes) -> str:
    return hashlib.blake2b(name.encode() + b"\0" + text, digest_size=16).hexdigest()


def _raw(
    document: yamlio.Document, index: int, sources: Sources, problems: list[Diagnostic]
) -> _Raw | None:
    place = Place(document.file, index, document.line)
    kind = document.value.get("kind")
    if isinstance(kind, str) and kind in KINDS:
        return _Raw(kind, document.value, place)
    near = nearest(str(kind), KINDS)
    fix = f"write kind: {near}" if near else f"write one of: {', '.join(KINDS)}"
    problems.append(
        codes.UNKNOWN_KIND.at(
            sources.origin(place, ("kind",)),
            f"kind {kind!r} is not known, so this document is not read",
            value=kind,
            fix=fix,
        )
    )
    return None


def _typed(raw: list[_Raw], sources: Sources, problems: list[Diagnostic]) -> Specs:
    by_kind: dict[str, list[_Raw]] = {kind: [] for kind in KINDS}
    for entry in raw:
        by_kind[entry.kind].append(entry)
    tasks = _task_defaults(by_kind["Platform"])
    platforms = _documents(PlatformDocument, by_kind["Platform"], sources, problems)
    for platform in platforms:
        problems.extend(_bad_defaults(platform, sources))
    stacks = _stacks(by_kind["Platform"], platforms, sources, problems)
    return Specs(
        platforms=platforms,
        stacks=dict(stacks),
        teams=_documents(TeamDocument, by_kind["Team"], sources, problems),
        services=_documents(ServiceDocument, by_kind["Service"], sources, problems),
        dashboards=_documents(DashboardDocument, by_kind["Dashboard"], sources, problems),
        models=tuple(
            model for entry in by_kind["Model"] for model in _model(entry, tasks, sources, problems)
        ),
    )


def _task_defaults(platforms: list[_Raw]) -> Mapping[str, Any]:
    """Built-in task defaults under the platform's own; a malformed one is reported elsewhere."""
    own: Any = platforms[0].value if platforms else {}
    for key in ("spec", "modelDefaults", "tasks"):
        own = own.get(key) if isinstance(own, dict) else None
    return merge(TASKS, own) if isinstance(own, dict) else TASKS


def _bad_defaults(platform: Loaded[PlatformDocument], sources: Sources) -> Iterator[Diagnostic]:
    """Mistakes in the parts of a model's spec that the platform sets."""
    defaults = platform.document.spec.model_defaults
    for group, parts in (("tiers", defaults.tiers), ("tasks", defaults.tasks)):
        for name, part in parts.items():
            built_in = merge(ALL_TIERS, TIERS[name]) if group == "tiers" else TASKS.get(name, {})
            where = _locator(sources, platform.place, ("spec", "modelDefaults", group, name))
            yield from validated(ModelNumbers, merge(built_in, part), where)[1]


def _stacks(
    raw: list[_Raw],
    platforms: tuple[Loaded[PlatformDocument], ...],
    sources: Sources,
    problems: list[Diagnostic],
) -> Iterator[tuple[str, Stack]]:
    """What holds in each environment: the platform's own, and its overrides on top."""
    by_place = {entry.place: entry.value.get("spec") for entry in raw}
    for platform in platforms:
        keys = [str(field.alias) for field in Stack.model_fields.values()]
        written = by_place[platform.place] or {}
        common = {key: written[key] for key in keys if key in written}
        for index, environment in enumerate(platform.document.spec.environments):
            path = ("spec", "environments", index, "overrides")
            where = _locator(sources, platform.place, path)
            stack, more = _changed(Stack, common, environment.overrides, where)
            problems += more
            if stack:
                yield environment.name, stack


def _documents(
    model: type[T], raw: list[_Raw], sources: Sources, problems: list[Diagnostic]
) -> tuple[Loaded[T], ...]:
    found: list[Loaded[T]] = []
    for entry in raw:
        document, more = validated(model, entry.value, _locator(sources, entry.place, ()))
        problems += more
        if document:
            found.append(Loaded(document, entry.place))
    return tuple(found)


def _locator(sources: Sources, place: Place, prefix: Path) -> Locate:
    def origin(path: Path = (), *, key: bool = False) -> Origin:
        return sources.origin(place, (*prefix, *path), key=key)

    return origin


def _model(
    entry: _Raw, tasks: Mapping[str, Any], sources: Sources, problems: list[Diagnostic]
) -> Iterator[LoadedModel]:
    spec = entry.value.get("spec")
    if isinstance(spec, dict) and isinstance(spec.get("task"), str):
        spec = merge(tasks.get(spec["task"], {}), spec)
    where = _locator(sources, entry.place, ())
    document, more = validated(ModelDocument, {**entry.value, "spec": spec}, where)
    problems += more
    if document:
        overrides = dict(_overrides(document, spec or {}, entry, sources, problems))
        yield LoadedModel(document.metadata.name, document.spec, entry.place, overrides)


def _overrides(
    document: ModelDocument,
    spec: dict[str, Any],
    entry: _Raw,
    sources: Sources,
    problems: list[Diagnostic],
) -> Iterator[tuple[str, ModelSpec]]:
    rest = {key: value for key, value in spec.items() if key != "environments"}
    for name, change in document.spec.environments.items():
        where = _locator(sources, entry.place, ("spec", "environments", name))
        if not isinstance(change, dict):
            message = "an environment overrides keys of the model's spec"
            problems.append(codes.WRONG_SHAPE.at(where(), message, value=change))
            continue
        changed, more = _changed(ModelSpec, rest, change, where)
        problems += more
        if changed:
            yield name, changed


def _changed(
    model: type[T], common: dict[str, Any], change: dict[str, Any], where: Locate
) -> tuple[T | None, tuple[Diagnostic, ...]]:
    """What holds where an environment changes something, and the mistakes of the change itself."""
    found, more = validated(model, merge(common, change), where)
    # What is wrong without the change as well has been said of the document.
    told = validated(model, common, where)[1] if more else ()
    return found, tuple(each for each in more if each not in told)
