"""Boards as the emitters see them: laid out, numbered, and free of any system's format.

Coordinates count columns (24 to a row) and units of height, as Grafana does.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

WIDTH = 24
PREFIX = "wk-"  # of the uids of packs, so that no board of somebody else has the same


class Source(StrEnum):
    """What answers a query; also the name of the board variable that chooses the data source."""

    METRICS = "metrics"  # PromQL
    LOGS = "logs"  # LogQL
    TRACES = "traces"  # TraceQL


class PanelKind(StrEnum):
    """How something is drawn."""

    GRAPH = "graph"
    STAT = "stat"
    TABLE = "table"
    HEATMAP = "heatmap"
    BARS = "bars"
    STATES = "states"
    LOGS = "logs"
    TRACES = "traces"


# Units that a number is written in, with prefixes or as a date; every other unit is a thing that is
# counted. Each has a form per second too.
MEASURES = (
    *("seconds", "milliseconds", "microseconds", "timestamp", "bytes", "mebibytes"),
    *("ratio", "percent", "celsius", "watts", "factor", "count"),
)


class Color(StrEnum):
    """What a value means; each output has its own shade for it."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Query:
    """``legend`` may hold ``{{label}}``. ``limit`` marks a bound: drawn as a dashed line.

    ``instant`` asks for the newest value only. ``exemplars`` asks for traces beside the values.
    """

    ref: str
    expr: str
    legend: str = ""
    source: Source = Source.METRICS
    instant: bool = False
    exemplars: bool = False
    limit: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """From ``value`` on (or from the very bottom, without one) a value has this colour."""

    value: float | None
    color: Color


@dataclass(frozen=True, slots=True)
class Link:
    """``url`` may hold Grafana's ``${...}`` of fields and variables."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, made from the query ``ref`` or from the label ``label``.

    ``steps`` colour the cell, ``words`` are shown for values. ``link`` makes it one.
    """

    title: str
    ref: str = ""
    label: str = ""
    unit: str = ""
    decimals: int | None = None
    steps: tuple[Step, ...] = ()
    words: tuple[tuple[float, str, Color], ...] = ()
    link: Link | None = None
    width: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a panel shows, wherever it stands.

    ``unit`` is a base unit of the catalogue; a ``timestamp`` is in seconds and is shown as the time
    since then. ``width`` counts columns of 24, ``height`` units of about 30 pixels. ``words`` are
    values that are shown as text. ``sort`` is the column that a table is sorted by, the highest
    value first. ``colors`` are those of lines by a regular expression of their names, ``follow``
    where a line or bar leads, with its labels as ``${__field.labels.x}``.
    """

    title: str
    description: str
    unit: str
    queries: tuple[Query, ...]
    kind: PanelKind = PanelKind.GRAPH
    width: int = 8
    height: int = 8
    decimals: int | None = None
    low: float | None = None
    high: float | None = None
    steps: tuple[Step, ...] = ()
    words: tuple[tuple[float, str, Color], ...] = ()
    columns: tuple[Column, ...] = ()
    links: tuple[Link, ...] = ()
    stacked: bool = False
    sort: str = ""
    colors: tuple[tuple[str, Color], ...] = ()
    follow: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel(Shown):
    """One panel in its place. ``id`` never changes while the panel keeps its key."""

    id: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Row:
    """A heading and what stands below it; ``y`` is the heading's place."""

    id: int
    title: str
    y: int
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """A choice at the top of the board: the values of ``label`` of ``series``."""

    name: str
    title: str
    label: str
    series: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Annotation:
    """Moments that are marked in every graph: when ``expr`` yields something.

    ``title`` may hold ``{{label}}``. With ``at_value`` the values themselves are the moments, in
    Unix seconds.
    """

    name: str
    expr: str
    color: Color
    title: str
    at_value: bool = False


class Carried:
    """What brings a board to Grafana: a file of its own, and an object of its own."""

    __slots__ = ()
    uid: str
    folder: str

    @property
    def path(self) -> str:
        """Its file, below the folder of the base."""
        return f"dashboards/{self.uid}.json"

    @property
    def object(self) -> str:
        """The name of the object that carries it, without the prefix of all our objects."""
        ours = self.uid.startswith(PREFIX)
        name = self.uid.removeprefix(PREFIX) if ours else self.uid
        plain = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
        # An object's name has fewer letters than a uid: two uids could come to the same name.
        mark = "" if plain == name else f"-{zlib.crc32(self.uid.encode()):08x}"
        return f"{'board' if ours else 'dashboard'}-{plain}{mark}".replace("--", "-")


@dataclass(frozen=True, slots=True)
class Export(Carried):
    """A board that came out of Grafana and goes back as it is.

    ``value`` is its JSON, which nobody may change, ``origin`` the file.
    """

    uid: str
    title: str
    folder: str
    origin: str
    value: dict[str, Any]  # JSON has no narrower type


@dataclass(frozen=True, slots=True)
class Board(Carried):
    """One board. ``uid`` is at most 40 letters, digits, hyphens; ``sources`` are in use.

    It is of a ``pack``, or of a user: then ``origin`` is the file and line of its document.
    """

    uid: str
    title: str
    description: str
    folder: str
    pack: str
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]
    variables: tuple[Variable, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    links: tuple[Link, ...] = ()
    since: str = "6h"
    origin: str = ""

    @property
    def source(self) -> str:
        """Where it comes from, for the inventory."""
        return self.origin or f"pack:{self.pack}"
