"""``kind: Dashboard``: a board that somebody made for themselves, in rows of signals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from generator.spec import board_limits
from generator.spec.types import (
    Metadata,
    Number,
    Strict,
    Text,
    WholeSeconds,
    matching,
    typed,
)

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

FOLDER = "Watchkeeper"  # where our own boards are
LONGEST_UID = 40  # Grafana's own bound
UID = re.compile(rf"[A-Za-z0-9_\-]{{1,{LONGEST_UID}}}")
FOLDER_NAME = re.compile(r"(?![Gg][Ee][Nn][Ee][Rr][Aa][Ll]$)[^\W_][\w .,&()+\-]{0,62}")
SERIES = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
TARGET = re.compile(r"(?:https?://[A-Za-z0-9]|/d/[A-Za-z0-9_\-])[^\s\"'<>\\]*")

FolderName = Annotated[
    str,
    matching(
        FOLDER_NAME,
        "a folder has letters, digits, spaces and a few signs, and is not Grafana's own, General",
        "write it like ML serving",
    ),
    typed("string", "ML serving", FOLDER_NAME),
]
Uid = Annotated[
    str,
    matching(
        UID,
        "a uid has at most 40 letters, digits, hyphens and underscores",
        "write it like serving-team",
    ),
    typed("string", "serving-team", UID),
]
Series = Annotated[
    str,
    matching(
        SERIES,
        "this is no name of a signal or metric",
        "write it like model:requests:rate5m",
    ),
    typed("string", "model:requests:rate5m", SERIES),
]
Label = Annotated[
    str,
    matching(LABEL, "this is no name of a label", "write it like model_name"),
    typed("string", "model_name", LABEL),
]
Target = Annotated[
    str,
    matching(
        TARGET,
        "a link leads to https://, http:// or to a board, /d/",
        "write it like /d/wk-fleet",
    ),
    typed("string", "/d/wk-fleet", TARGET),
]
Color = Literal["good", "warning", "bad", "neutral"]
Width = Annotated[int, Field(ge=1, le=24)]
Height = Annotated[int, Field(ge=2, le=40)]
Decimals = Annotated[int, Field(ge=0, le=10)]


class DashboardQuery(Strict):
    """One of several queries of a panel."""

    query: str = Field(description="PromQL; LogQL or TraceQL where the kind says so.")
    legend: str | None = Field(None, description="Name of each line; may hold {{label}}.")


class DashboardStep(Strict):
    """A colour from a value on."""

    from_: Number | None = Field(
        None, alias="from", description="The lowest value that has it; the first needs none."
    )
    color: Color = Field(description="What such a value means.")


class DashboardLink(Strict):
    """A link of a panel."""

    title: Text = Field(description="What is behind it.")
    url: Target = Field(description="https://..., or /d/<uid> for a board.")


class DashboardPanel(Strict):
    """A panel of a signal, of a metric, or of queries; a name alone stands for its signal."""

    signal: Series | None = Field(
        None, description="A signal or metric of the catalogue; alone, its name is the panel."
    )
    by: tuple[Label, ...] | None = Field(
        None,
        strict=False,
        description="A line for each value of these labels; model_name where the signal has it.",
    )
    where: str | None = Field(None, description='Only series with these labels: team="ml-risk".')
    using: Literal["sum", "avg", "min", "max"] | None = Field(
        None, description="How a gauge's series become one line; sum of rates, max of the rest."
    )
    query: str | None = Field(None, description="PromQL, in place of a signal.")
    legend: str | None = Field(None, description="Name of each line; may hold {{label}}.")
    queries: tuple[DashboardQuery, ...] = Field(
        (), strict=False, description="Several queries, in place of one."
    )
    title: Text | None = Field(None, description="Heading; a signal has one.")
    description: Text | None = Field(
        None, description="What it shows and what is bad; a signal has one."
    )
    unit: Text | None = Field(
        None, description="Unit, as seconds, bytes, ratio, requests/s; a signal has one."
    )
    kind: Literal["graph", "stat", "table", "bars", "states", "heatmap", "logs", "traces"] = Field(
        "graph", description="How it is drawn."
    )
    width: Width | None = Field(None, description="Columns of 24; 8, of a small number 4.")
    height: Height | None = Field(None, description="Units of 30 pixels; 8, of a small number 4.")
    decimals: Decimals | None = Field(None, description="Digits after the point.")
    low: Number | None = Field(None, description="Lower end of the axis.")
    high: Number | None = Field(None, description="Upper end of the axis.")
    stacked: bool = Field(default=False, description="Whether areas stand on one another.")
    steps: tuple[DashboardStep, ...] = Field(
        (), strict=False, description="Colours by value, the lowest first."
    )
    links: tuple[DashboardLink, ...] = Field((), strict=False, description="Where to look next.")

    _lettered = field_validator("queries")(board_limits.lettered)
    _rising = field_validator("steps")(board_limits.rising)

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        return {"signal": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_subject(self) -> DashboardPanel:
        given = [self.signal is not None, self.query is not None, bool(self.queries)]
        if sum(given) != 1:
            raise PydanticCustomError(
                "together",
                "a panel shows a signal, a query or a list of queries, and only one of them",
                {"fix": "write signal: model:requests:rate5m, or query: and some PromQL"},
            )
        if self.signal is None and (self.by is not None or self.where or self.using):
            raise PydanticCustomError(
                "together",
                "by, where and using shape the query of a signal; a query says it itself",
                {"fix": "move them into the query"},
            )
        return self

    @model_validator(mode="after")
    def _upright(self) -> DashboardPanel:
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise PydanticCustomError(
                "together",
                "low is the lower end of the axis and high the upper one; between these is nothing",
                {"fix": "write the smaller number at low"},
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A name alone is a panel too."""
        name = {"type": "string", "pattern": f"^{SERIES.pattern}$"}
        return {"anyOf": [name, handler(core)]}


class DashboardRow(Strict):
    """A heading and its panels, from left to right; what does not fit begins a new line."""

    title: Text = Field(description="Heading.")
    panels: tuple[DashboardPanel, ...] = Field(
        strict=False, min_length=1, description="Names of signals, or what differs from them."
    )


class DashboardVariable(Strict):
    """A choice at the top of the board, which queries read as ``$name``."""

    name: Label = Field(description="What queries call it.")
    series: Series = Field(description="Signal or metric whose label has the values.")
    label: Label | None = Field(None, description="That label; the name, when left out.")
    title: Text | None = Field(None, description="What people see; the name, when left out.")
    many: bool = Field(default=True, description="Whether several or all can be chosen.")


class DashboardSpec(Strict):
    """The ``spec`` of a board."""

    title: Annotated[Text, AfterValidator(board_limits.short)] = Field(
        description="Title, unique in its folder; at most 189 characters."
    )
    description: Text | None = Field(None, description="What it is for.")
    folder: FolderName = Field(FOLDER, description="Folder in Grafana.")
    uid: Uid | None = Field(None, description="The end of its address; own-<name>, when left out.")
    since: WholeSeconds = Field(6 * 3600, description="How far back it looks (default 6h).")
    variables: tuple[DashboardVariable, ...] = Field(
        (), strict=False, description="Choices at the top."
    )
    rows: tuple[DashboardRow, ...] = Field(
        strict=False, min_length=1, description="What it shows, from general to specific."
    )


class DashboardDocument(Strict):
    """A board of your own."""

    api_version: Literal["watchkeeper/v1"]
    kind: Literal["Dashboard"]
    metadata: Metadata
    spec: DashboardSpec
