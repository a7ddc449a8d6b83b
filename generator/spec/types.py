"""The scalar types of a spec: what may be written, and what it becomes."""

from __future__ import annotations

import re
import zoneinfo
from decimal import Decimal
from typing import Annotated, Literal, LiteralString

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
SIZES = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40, "Pi": 2**50}
DURATION = re.compile(r"(?:\d+(?:ms|[smhdw]))+")
DURATION_PART = re.compile(r"(\d+)(ms|[smhdw])")
SIZE = re.compile(r"([1-9]\d*)([KMGTP]i)")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
DNS_LABEL = re.compile(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?")
METRIC_WORD = re.compile(r"[a-z][a-z0-9_]*")
URL = re.compile(r"https?://[A-Za-z0-9.\-]+(?::\d+)?(?:/[A-Za-z0-9._~/%+\-]*)?")
HOST = re.compile(r"[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?")
PORT = r"(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
HOST_PORT = re.compile(rf"{HOST.pattern}(?::{PORT})?")
ALERT_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")
ADDRESS = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+")
CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00")
NUMBER = r"(?:0|[1-9][0-9]*)"  # Helm refuses leading zeros
VERSION = re.compile(rf"{NUMBER}\.{NUMBER}\.{NUMBER}(?:-[0-9A-Za-z.\-]+)?")
REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/\-]{0,99}")
SECRET_KEY = re.compile(r"[-._a-zA-Z0-9]{1,253}")
MAX_TEXT = 500
LARGEST = SIZES["Pi"]  # no single volume is larger
LONGEST = 10 * 365 * 86400 * 1000  # milliseconds; Prometheus refuses rules beyond 292 years
JOINERS = str.maketrans("", "", "\u200c\u200d")  # Persian and many an emoji need them
LABEL_NAME = re.compile(
    r"(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
)
LABEL_VALUE = re.compile(r"(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
OUR_LABEL = "app.kubernetes.io/managed-by"


class Strict(BaseModel):
    """A frozen mapping that refuses keys it does not know; keys are camelCase in YAML."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        defer_build=True,  # only what is validated is built, not each part of it by itself too
        alias_generator=to_camel,
        validate_by_name=False,
        validate_by_alias=True,
    )


def _seconds(value: object) -> float:
    if not isinstance(value, str) or not DURATION.fullmatch(value):
        raise PydanticCustomError(
            "duration", "a duration is a number with a unit: 30s, 250ms, 2h, 30d"
        )
    milliseconds = 0
    for number, unit in DURATION_PART.findall(value):
        milliseconds += int(number) * (1 if unit == "ms" else UNITS[unit] * 1000)
    if milliseconds == 0:
        raise PydanticCustomError("duration", "a duration of zero never passes")
    if milliseconds > LONGEST:
        raise PydanticCustomError("duration", "nothing is kept for more than ten years")
    return milliseconds / 1000


def _whole_seconds(value: object) -> int:
    seconds = _seconds(value)
    if seconds != int(seconds):
        raise PydanticCustomError("duration", "this duration is counted in whole seconds")
    return int(seconds)


def _bytes(value: object) -> int:
    match = SIZE.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise PydanticCustomError(
            "size", "a size is a whole number with a binary unit: 512Mi, 50Gi, 2Ti"
        )
    size = int(match[1]) * SIZES[match[2]]
    if size > LARGEST:
        raise PydanticCustomError("size", "no volume is larger than 1Pi")
    return size


def _ratio(value: object) -> float:
    if isinstance(value, str) and (match := PERCENT.fullmatch(value)):
        found = float(Decimal(match[1]) / 100)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        found = float(value)
    else:
        raise PydanticCustomError(
            "ratio", "a ratio is a number from 0 to 1 or a percentage: 0.8 or 80%"
        )
    if not 0 <= found <= 1:
        raise PydanticCustomError("ratio", "a ratio lies between 0 and 1 (0% and 100%)")
    return found


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise PydanticCustomError("number", "a plain number is wanted here")
    return float(value)


def _measure(value: object) -> float:
    if isinstance(value, str) and (match := PERCENT.fullmatch(value)):
        return float(Decimal(match[1]) / 100)
    return _number(value)


def _name(value: object) -> str:
    if not isinstance(value, str) or not DNS_LABEL.fullmatch(value):
        raise PydanticCustomError(
            "name",
            "a name has at most 63 lower-case letters, digits and hyphens, "
            "a letter or digit at each end",
        )
    return value


def _owner(value: object) -> str:
    if isinstance(value, list):
        raise PydanticCustomError("name", "there is one owner; of two, each waits for the other")
    return _name(value)


def _metric_word(value: object) -> str:
    if not isinstance(value, str) or not METRIC_WORD.fullmatch(value):
        raise PydanticCustomError(
            "metric_word", "a metric's name has lower-case letters, digits and underscores"
        )
    return value


def _label_name(value: object) -> str:
    if not isinstance(value, str) or not LABEL_NAME.fullmatch(value) or value == OUR_LABEL:
        raise PydanticCustomError("label", "this is no name of a label that Kubernetes would take")
    return value


def _label_value(value: object) -> str:
    if not isinstance(value, str) or not LABEL_VALUE.fullmatch(value):
        raise PydanticCustomError("label", "this is no value of a label that Kubernetes would take")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PydanticCustomError("text", "a line of text is wanted here")
    if not value.translate(JOINERS).isprintable():
        raise PydanticCustomError(
            "text", "this text is shown on one line: no line breaks, tabs or control characters"
        )
    if len(value) > MAX_TEXT:
        raise PydanticCustomError("text", "this text is longer than 500 characters")
    return value


def _url(value: object) -> str:
    if not isinstance(value, str) or not URL.fullmatch(value):
        raise PydanticCustomError(
            "url", "a link starts with https:// or http:// and holds no spaces, quotes or braces"
        )
    return value


def _zone(value: object) -> str:
    try:
        zoneinfo.ZoneInfo(value if isinstance(value, str) else "")
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise PydanticCustomError(
            "time_zone", "a time zone is named as in the IANA database: Europe/Berlin"
        ) from None
    return str(value)


def matching(pattern: re.Pattern[str], says: LiteralString, fix: str) -> BeforeValidator:
    """Text of a form that needs no type of error of its own."""

    def check(value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise PydanticCustomError("form", says, {"fix": fix})
        return value

    return BeforeValidator(check)


def typed(kind: str, example: str, pattern: re.Pattern[str]) -> WithJsonSchema:
    """How an editor sees such a value."""
    return WithJsonSchema({"type": kind, "pattern": f"^{pattern.pattern}$", "examples": [example]})


RATIO_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 1},
        {"type": "string", "pattern": f"^{PERCENT.pattern}$"},
    ],
    "examples": [0.8, "80%"],
}

Seconds = Annotated[float, BeforeValidator(_seconds), typed("string", "250ms", DURATION)]
WholeSeconds = Annotated[int, BeforeValidator(_whole_seconds), typed("string", "30d", DURATION)]
Bytes = Annotated[int, BeforeValidator(_bytes), typed("string", "50Gi", SIZE)]
Ratio = Annotated[float, BeforeValidator(_ratio), WithJsonSchema(RATIO_SCHEMA)]
Number = Annotated[float, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
Measure = Annotated[
    float, BeforeValidator(_measure), WithJsonSchema({"type": ["number", "string"]})
]
Name = Annotated[str, BeforeValidator(_name), typed("string", "ml-risk", DNS_LABEL)]
Owner = Annotated[str, BeforeValidator(_owner), typed("string", "ml-risk", DNS_LABEL)]
LabelName = Annotated[str, BeforeValidator(_label_name), typed("string", "release", LABEL_NAME)]
LabelValue = Annotated[
    str, BeforeValidator(_label_value), typed("string", "prometheus", LABEL_VALUE)
]
MetricWord = Annotated[str, BeforeValidator(_metric_word), typed("string", "rmse", METRIC_WORD)]
Text = Annotated[
    str, BeforeValidator(_text), WithJsonSchema({"type": "string", "maxLength": MAX_TEXT})
]
Url = Annotated[str, BeforeValidator(_url), typed("string", "https://runbooks.example.org", URL)]
Zone = Annotated[
    str, BeforeValidator(_zone), WithJsonSchema({"type": "string", "examples": ["Europe/Berlin"]})
]
Host = Annotated[
    str,
    matching(
        HOST,
        "a host name or bucket is lower-case letters, digits, dots and hyphens",
        "write it like grafana.example.org",
    ),
    typed("string", "grafana.example.org", HOST),
]
HostPort = Annotated[
    str,
    matching(
        HOST_PORT,
        "an address is a host name and perhaps a port up to 65535",
        "write it like kafka.example.org:9092",
    ),
    typed("string", "kafka.example.org:9092", HOST_PORT),
]
AlertName = Annotated[
    str,
    matching(
        ALERT_NAME,
        "the name of an alert has letters and digits, the first a capital",
        "write it like ModelTrafficLow",
    ),
    typed("string", "ModelTrafficLow", ALERT_NAME),
]
Address = Annotated[
    str,
    matching(ADDRESS, "an e-mail address is wanted here", "write it like alerts@example.org"),
    typed("string", "alerts@example.org", ADDRESS),
]
Clock = Annotated[
    str,
    matching(CLOCK, "this is no time of day", 'write it like "09:00"'),
    typed("string", "09:00", CLOCK),
]
Version = Annotated[
    str,
    matching(
        VERSION,
        "an exact version is three numbers; a range would move by itself",
        "write it like 18.11.0",
    ),
    typed("string", "18.11.0", VERSION),
]
Revision = Annotated[
    str,
    matching(REVISION, "a branch, tag or commit is wanted here", "write it like main"),
    typed("string", "main", REVISION),
]


class SecretRef(Strict):
    """A key of a Kubernetes Secret. Secrets themselves never stand in a spec."""

    name: Name
    key: Annotated[
        str,
        matching(
            SECRET_KEY,
            "a key of a Secret has letters, digits, dots, hyphens, underscores",
            "write it like slack-url",
        ),
        typed("string", "slack-url", SECRET_KEY),
    ]


class Metadata(Strict):
    """``metadata`` of every kind."""

    name: Name = Field(description="Unique among the documents of this kind.")


class AlertOverride(Strict):
    """What a spec may change in one alert."""

    for_: WholeSeconds | None = Field(
        None, alias="for", description="How long the condition must hold before the alert fires."
    )
    severity: Literal["page", "ticket"] | None = Field(None, description="page or ticket.")
    disabled: Text | None = Field(
        None, description="Why this alert is off; its presence switches it off."
    )


class ServiceAlertOverride(AlertOverride):
    """An alert of a service may have a number of its own besides."""

    threshold: Number | Ratio | Seconds | None = Field(
        None, description="The number the alert compares with."
    )
