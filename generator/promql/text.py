"""The only maker of PromQL text: strings, numbers, durations, selectors and layout.

Nothing here knows a metric. Each function returns text that Prometheus 3 and promql_parser read
alike, or raises ValueError where no such text exists.
"""

from __future__ import annotations

import functools
import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from generator.promql.layout import layout
from generator.promql.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PLAIN = re.compile(r"[ !#-\[\]-~]*")  # what nothing is escaped of; most labels are such
_ASCII, _BASIC_PLANE = 0x7F, 0xFFFF
_SURROGATES = range(0xD800, 0xE000)
_REPLACEMENT = "\ufffd"  # Prometheus refuses it unescaped: its lexer takes it for broken UTF-8

_METRIC_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_LABEL_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
# Words that one of the two parsers does not read as a metric name; the quoted form always works.
_RESERVED = (
    *("and", "atan2", "bool", "by", "group_left", "group_right", "ignoring", "inf", "nan"),
    *("offset", "on", "or", "unless", "without"),
)

_TYPED_DIGITS = 12  # nobody types more; a float that needs more comes out of arithmetic
_FLOAT_PLACES = 15  # decimals that a float near 1 holds; the noise of 1 - x comes after them
_NOISE = 1e-9
_PLAIN_EXPONENTS = range(-9, 16)
_GO_PLAIN_EXPONENTS = range(-4, 6)  # strconv.FormatFloat(f, 'g', -1, 64)
_UNITS = (("h", 3600), ("m", 60), ("s", 1))
_WHOLE_UNITS = (("y", 365 * 86400), ("w", 7 * 86400))


def quote(text: str) -> str:
    """``text`` as a double-quoted PromQL string.

    Raises:
        ValueError: ``text`` holds a lone surrogate, which no UTF-8 text can carry.
    """
    if _PLAIN.fullmatch(text):
        return f'"{text}"'
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    code = ord(char)
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable() and char != _REPLACEMENT:
        return char
    if code in _SURROGATES:
        raise ValueError(f"U+{code:04X} is half a character and cannot be written in PromQL")
    if code <= _ASCII:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _BASIC_PLANE else f"\\U{code:08x}"


def number(value: float | Decimal) -> str:
    """``value`` as a PromQL number literal.

    A Decimal, an int and a float of up to 12 significant digits are written exactly. A longer
    float comes out of binary arithmetic and is written without its noise: ``number(1 - 0.999)``
    is ``0.001``; what is lost is below one part in 10^9.
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Inf" if value > 0 else "-Inf"
    exact = _denoised(value) if isinstance(value, float) else Decimal(value)
    if not exact:
        return "0"
    if exact.adjusted() in _PLAIN_EXPONENTS:
        plain = f"{exact:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    mantissa, exponent = _scientific(exact)
    return f"{mantissa}e{exponent}"


def _denoised(value: float) -> Decimal:
    exact = Decimal(repr(value))
    if len(exact.as_tuple().digits) <= _TYPED_DIGITS:
        return exact
    # The noise of 1 - 0.999 has the size of the last bit of 1, so it is cut by decimal place.
    rounded = round(exact, _FLOAT_PLACES - max(exact.adjusted() + 1, 0))
    return rounded if math.isclose(rounded, value, rel_tol=_NOISE) else exact


def _scientific(value: Decimal) -> tuple[str, int]:
    sign, digits, _ = value.as_tuple()
    shown = "".join(map(str, digits)).strip("0")
    mantissa = f"{shown[0]}.{shown[1:]}".rstrip(".")
    return "-" * sign + mantissa, value.adjusted()


def le(seconds: float) -> str:
    """The ``le`` label that Prometheus 3 stores for a classic bucket of this upper bound.

    Since 3.0 a scrape rewrites bounds to the canonical floats of OpenMetrics: 10 is ``10.0``.

    Raises:
        ValueError: the bound is not a number.
    """
    if math.isnan(seconds):
        raise ValueError("a bucket bound is a number, not NaN")
    if math.isinf(seconds):
        return "+Inf" if seconds > 0 else "-Inf"
    bound = Decimal(repr(float(seconds) + 0.0)).normalize()  # adding 0.0 turns -0.0 into 0.0
    if bound.adjusted() in _GO_PLAIN_EXPONENTS:
        plain = f"{bound:f}"
        return plain if "." in plain else f"{plain}.0"
    mantissa, exponent = _scientific(bound)
    return f"{mantissa}e{exponent:+03d}"


def duration(seconds: int) -> str:
    """A PromQL duration as Prometheus prints it: 90 is ``1m30s``, 7 days are ``1w``, 30 ``30d``.

    Raises:
        ValueError: ``seconds`` is negative.
    """
    if seconds < 0:
        raise ValueError(f"a duration cannot be negative: {seconds} s")
    for unit, size in _WHOLE_UNITS:
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    days, rest = divmod(seconds, 86400)
    parts = [f"{days}d"] if days else []
    for unit, size in _UNITS:
        count, rest = divmod(rest, size)
        parts += [f"{count}{unit}"] if count else []
    return "".join(parts) or "0s"


def matchers(labels: Mapping[str, str]) -> str:
    """Equality matchers in braces, sorted by label; the empty string for no labels."""
    return _braces(labels, ()) if labels else ""


def selector(name: str, /, **labels: str) -> str:
    """The series of a metric, a UTF-8 name included, whose labels equal those given.

    Raises:
        ValueError: ``name`` is empty.
    """
    if not name:
        raise ValueError("a selector needs a metric name")
    if _METRIC_NAME.fullmatch(name) and name.lower() not in _RESERVED:
        return name + matchers(labels)
    return _braces(labels, (quote(name),))


def _braces(labels: Mapping[str, str], before: tuple[str, ...]) -> str:
    written = [f"{_label(name)}={quote(value)}" for name, value in sorted(labels.items())]
    return "{" + ",".join([*before, *written]) + "}"


def _label(name: str) -> str:
    return name if _LABEL_NAME.fullmatch(name) else quote(name)


@functools.lru_cache(maxsize=1024)  # a rule stands in its object and in its runbook
def pretty(expr: str) -> str:
    """``expr`` in uniform layout: one line if it fits in 90 characters, else indented lines.

    Comments go. Where promql_parser cannot print what it has read, ``expr`` is returned as it is,
    without surrounding space.

    Raises:
        ValueError: ``expr`` is not PromQL that Prometheus takes.
    """
    tree = parse(expr)
    text = "\n".join(layout(tree))
    if text == expr.strip():
        return text
    return text if _is_safe(expr, text) and _reads_as(text, repr(tree)) else expr.strip()


def _is_safe(expr: str, text: str) -> bool:
    # promql_parser 0.12 prints control characters of strings raw and reads `@ -5` as `@ 0`.
    printable = all(line.isprintable() for line in text.split("\n"))
    return printable and _REPLACEMENT not in text and not re.search(r"@\s*-", expr)


def _reads_as(text: str, tree: str) -> bool:
    # promql_parser 0.12 drops the empty `ignoring ()` that `group_left` cannot do without. It also
    # sorts matchers, which is welcome, so the lines of the two trees may stand in another order.
    try:
        read = repr(parse(text))
    except ValueError:
        return False
    return read == tree or sorted(read.split("\n")) == sorted(tree.split("\n"))
