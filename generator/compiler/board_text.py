"""What Grafana puts into a query before it is sent: macros and the choices of a board."""

from __future__ import annotations

import re

from generator.promql import duration

# Seconds that nobody writes by hand, so that a macro is still known when it has been filled in.
RATE_SECONDS, RANGE_SECONDS, STEP_SECONDS = 433, 3671, 67
MACROS = {
    "__rate_interval": duration(RATE_SECONDS),
    "__range": duration(RANGE_SECONDS),
    "__interval": duration(STEP_SECONDS),
}
CHOICE = ".+"
# ${name}, ${name:format}, ${name.part} and $name, but not the $1 of label_replace.
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|`[^`]*`")
_CLOSING = {")": "(", "]": "[", "}": "{"}
_VARIABLE = re.compile(r"\$\{(\w+)[^}]*\}|\$([A-Za-z_]\w*)")


def variables(text: str) -> tuple[str, ...]:
    """The names that a text asks for, in order; Grafana's own begin with two underscores."""
    return tuple(found[1] or found[2] for found in _VARIABLE.finditer(text))


def unbalanced(expr: str) -> str:
    """Why no language of queries would read a text; nothing where one might."""
    if not expr.strip():
        return "the query is empty"
    rest = _QUOTED.sub("", expr)
    if '"' in rest or "`" in rest:
        return "a quote is never closed"
    opened: list[str] = []
    for sign in rest:
        if sign in _CLOSING.values():
            opened.append(sign)
        elif sign in _CLOSING and (not opened or opened.pop() != _CLOSING[sign]):
            return f"{sign} closes nothing"
    return f"{opened[-1]} is never closed" if opened else ""


def filled(expr: str) -> str:
    """The query with a value for each name; names that Grafana does not know stay."""
    return _VARIABLE.sub(_value, expr)


def _value(found: re.Match[str]) -> str:
    name = found[1] or found[2]
    if name.startswith("__"):
        return MACROS.get(name, found[0])
    return CHOICE
