"""Writes ``docs/spec.md`` from the types of ``spec/``: every key, its default, what reads it.

Usage: python -m tests.docs.spec_page
"""

from __future__ import annotations

import json
import pathlib
import typing
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, WithJsonSchema
from pydantic_core import PydanticUndefined

from generator import packs
from generator.promql import duration, infer
from generator.spec import places, types
from generator.spec.cron import Cron
from generator.spec.defaults import ALL_TIERS, TASKS, TIERS
from generator.spec.load import KINDS
from generator.spec.model import ModelNumbers
from tests.docs.spec_notes import NOTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic.fields import FieldInfo

    from generator.catalog import Pack

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "spec.md"
RUNBOOKS = "../generated/runbooks"
NAMES = (
    (types.Ratio, "ratio"),
    (types.Seconds, "duration"),
    (types.WholeSeconds, "duration"),
    (types.Bytes, "size"),
    (types.Number, "number"),
    (types.Measure, "number or ratio"),
    (types.Name, "name"),
    (types.Owner, "name"),
    (types.LabelValue, "name"),
    (types.Host, "host"),
    (types.HostPort, "host and port"),
    (types.Clock, "time of day"),
    (types.Zone, "time zone"),
    (types.Version, "version"),
    (types.Address, "e-mail address"),
    (types.SecretRef, "key of a Secret"),
    (places.Data, "path or link of a store"),
    (places.Folder, "path"),
    (places.Image, "image"),
    (places.Stored, "link of a store"),
    (Cron, "five fields of cron"),
    (int, "number"),
    (types.MetricWord, "metric"),
    (types.Text, "text"),
    (types.Url, "link"),
    (bool, "true or false"),
    (str, "text"),
    (Any, "part of a model's spec"),
    (dict[str, Any], "part of a model's spec"),
)
# What a key is called under which users write keys of their own.
FREE = {"quality": "<metric>", "alerts": "<alert>", "environments": "<environment>"}
WORDS = {
    "severity": "page or ticket",
    "overrides": "parts of this spec",
    "values": "values of the chart",
}
# A model that sets everything the packs make constants of.
FULL = {
    "objectives": {
        "availability": {"target": 0.5, "window": "1d"},
        "latency": {"target": 0.5, "threshold": "1s", "window": "1d"},
    },
    "quality": {"any": {"min": 0, "max": 1}},
}
# A model that the fleet's rules cannot serve.
OWN = (("any", (("slo", "latency"),), "7"),)
# What no constant carries.
KEPT = "nothing yet"
HEAD = """\
<!-- Written by `python -m tests.docs.spec_page` from generator/spec. Do not edit: change those. -->
# Spec reference

Every key that a file in `spec/` may have. A file holds one document, or several with `---` between
them; folders and file names are free. All documents start alike:

    apiVersion: watchkeeper/v1
    kind: Model            # or Service, Team, Dashboard, Platform
    metadata: {name: churn-classifier}
    spec: ...

Keys that are not listed are errors, never skipped. Editors complete them in files whose first line
names the JSON Schema of their kind from `generated/schemas/`, as most files in `spec/` do.

| written | means |
|---|---|
| ratio | `0.8` or `80%`, from 0 to 1 |
| duration | `250ms`, `30s`, `2h`, `30d`, `1h30m`; never a bare number |
| size | `512Mi`, `50Gi`, `2Ti` |
| name | lower-case letters, digits and hyphens, at most 63 |
| metric | lower-case letters, digits and underscores, such as `rmse` |
| text | one line, at most 500 characters |

**Default** is what holds when the key is left out: *required*, a value, or *none*. Where tiers
differ, their values stand in the order 1 / 2 / 3. `null` takes the default of a bound away (`max`,
`min`, `drop`, `trained` and the like), and `availability: null` the objective of the tier.
**Read by** names the alerts that compare with the number, or what else it changes. *nothing yet*
marks keys that are checked and kept for outputs that do not exist so far.

`watchkeeper explain spec/models/churn-classifier.yaml` shows the values that hold for one model.
"""
TAIL = """
## Defaults of your own

`Platform.spec.modelDefaults` changes the defaults above for all models of a tier or a task. Its
values are parts of a model's spec:

```text
# part of spec.modelDefaults of the platform
tiers:
  "1": {errorRate: {max: 2%}}
tasks:
  ranking: {quality: {ndcg: {min: 0.4}}}
```

A tier's number becomes one `tier:` constant per environment, a task's number becomes a constant of
each model. The model's own number wins over both, and `environments:` wins over the model's.
"""


def page() -> str:
    """The whole page, as it is committed."""
    alerts = {"Model": readers()}
    parts = [HEAD]
    for kind in ("Model", "Service", "Team", "Dashboard", "Platform"):
        spec = KINDS[kind].model_fields["spec"].annotation
        assert isinstance(spec, type)
        table = _table(kind, spec, alerts.get(kind, {}))
        parts.append(f"\n## {kind}\n\n{_doc(KINDS[kind])}\n\n{table}")
    return "".join(parts) + TAIL


def _note(kind: str, key: str) -> str:
    """What is noted of the key, or of the nearest one above it."""
    while key:
        for name in (key, f"{key}[]", key.removesuffix("[]")):
            if name in NOTES[kind]:
                return NOTES[kind][name]
        key = key.rpartition(".")[0]
    return KEPT


def _doc(cls: type[BaseModel]) -> str:
    return str(cls.__doc__).strip().splitlines()[0]


def _table(kind: str, spec: type[BaseModel], alerts: Mapping[str, str]) -> str:
    rows = ["| key | type | default | meaning | read by |\n|---|---|---|---|---|\n"]
    for key, kind_of, default, meaning in keys(spec):
        built_in = _of_tiers(key) if kind == "Model" else ""
        given = built_in or default
        reader = alerts.get(key) or alerts.get(key.removesuffix(".target")) or _note(kind, key)
        cells = (f"`{key}`", kind_of, given, meaning, reader)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n")
    return "".join(rows)


def keys(cls: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, str, str, str]]:
    """Key, type, default and meaning of everything below a type that holds a value itself."""
    hints = typing.get_type_hints(cls, include_extras=True)
    for name, field in sorted(cls.model_fields.items(), key=_order):
        key = f"{prefix}{field.alias or name}"
        inner = next(_models(hints[name]), None)
        free = f"{key}.{FREE.get(field.alias or name, '<name>')}"
        if inner in (None, types.SecretRef):
            by_name = hints[name] == dict[types.Name, Any]
            kind = _type(Any if by_name else hints[name], name)
            yield free if by_name else key, kind, _default(field), field.description or ""
        elif _origin(hints[name]) is dict:
            yield from keys(inner, f"{free}.")
        else:
            yield from keys(inner, f"{key}[]." if _origin(hints[name]) is tuple else f"{key}.")


def _order(item: tuple[str, FieldInfo]) -> tuple[bool, bool]:
    """What must be written first, what concerns the whole document last."""
    name, field = item
    return not field.is_required(), name in ("description", "enabled", "environments")


def _origin(hint: object) -> object:
    return typing.get_origin(hint)


def _models(hint: object) -> Iterator[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for argument in typing.get_args(hint):
        yield from _models(argument)


def _type(hint: object, name: str) -> str:
    known = WORDS.get(name) or next((word for each, word in NAMES if each == hint), "")
    arguments = [each for each in typing.get_args(hint) if each not in (type(None), ...)]
    origin = _origin(hint)
    if known or origin is typing.Annotated:
        return known or _type(arguments[0], name)
    if origin is typing.Literal:
        return ", ".join(f"`{each}`" for each in arguments)
    if origin is dict:
        return f"by key: {_type(arguments[1], name)}"
    words = dict.fromkeys(_type(each, name) for each in arguments)
    return f"list of {next(iter(words))}s" if origin is tuple else " or ".join(words)


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "*required*"
    if field.default is None or field.default == {}:
        return "*none*"
    if isinstance(field.default, int) and not isinstance(field.default, bool):
        return f"`{_written(field)}`"
    if isinstance(field.default, dict):
        return ", ".join(f"`{key}: {value}`" for key, value in field.default.items())
    text = json.dumps(field.default)
    return f"`{text.strip(chr(34))}`"


def _written(field: FieldInfo) -> str:
    """A number as people write it in a spec."""
    form = next((each for each in field.metadata if isinstance(each, WithJsonSchema)), None)
    example = form.json_schema.get("examples", [""])[0] if form and form.json_schema else ""
    if types.DURATION.fullmatch(str(example)):
        return duration(field.default)
    if types.SIZE.fullmatch(str(example)):
        unit = next(each for each in ("Gi", "Mi") if field.default % types.SIZES[each] == 0)
        return f"{field.default // types.SIZES[unit]}{unit}"
    return str(field.default)


def _of_tiers(key: str) -> str:
    """What the built-in defaults say of a key."""
    found = [_at(ALL_TIERS, key) or _at(TIERS[tier], key) for tier in sorted(TIERS)]
    if found[0]:
        return (
            f"`{found[0]}`" if len(set(found)) == 1 else " / ".join(f"`{each}`" for each in found)
        )
    generic = {
        task: value
        for task, part in TASKS.items()
        for metric in part.get("quality", {})
        if (value := _at(part, key.replace("<metric>", metric)))
    }
    return ", ".join(f"`{value}` for accuracy of {task}" for task, value in generic.items())


def _at(part: Mapping[str, Any], key: str) -> str:
    here: Any = part
    for word in key.split("."):
        if not isinstance(here, dict) or word not in here:
            return ""
        here = here[word]
    return str(here)


def readers() -> dict[str, str]:
    """By key of a model's spec: the alerts that read its constant, directly or through rules."""
    found = packs.discover()
    made = _made(found)
    alerts = sorted((alert.name, _closure(alert.expr, made)) for p in found for alert in p.alerts)
    series: dict[str, set[str]] = {}
    for pack in found:
        for threshold in pack.thresholds:
            series.setdefault(threshold.field, set()).add(threshold.series)
        for datum in pack.data(ModelNumbers.model_validate(FULL)):
            series.setdefault(datum.field.replace(".any.", ".<metric>."), set()).add(datum.series)
    return {
        key: ", ".join(
            f"[{n}](../generated/runbooks/{n}.md)" for n, reads in alerts if reads & names
        )
        for key, names in series.items()
    }


def _made(found: tuple[Pack, ...]) -> dict[str, set[str]]:
    """By recorded series: what its rules read."""
    made: dict[str, set[str]] = {}
    for pack in found:
        for signal in (*pack.signals, *pack.own_signals(OWN if pack.own_series else ())):
            made.setdefault(signal.record, set()).update(_reads(signal.expr))
        for own in pack.own_signals(OWN if pack.own_series else ()):
            made[own.record].add(pack.own_series)
        for each in pack.thresholds:
            made.setdefault(each.effective, set()).update({each.series, each.tier_series})
    return made


def _reads(expr: str) -> frozenset[str]:
    return infer(expr, lambda _: None).reads


def _closure(expr: str, made: Mapping[str, set[str]]) -> frozenset[str]:
    seen: set[str] = set()
    waiting = list(_reads(expr))
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += made.get(name, ())
    return frozenset(seen)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
