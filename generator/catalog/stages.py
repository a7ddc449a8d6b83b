"""The steps that a log line goes through: Alloy's ``stage.*`` blocks, as packs write them.

Expressions are RE2. What a step extracts lives for one line; ``metadata`` keeps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.alloy import Attribute, Block, Object

if TYPE_CHECKING:
    from generator.alloy import Value

# How a line begins that Python's loggers, gunicorn or uvicorn write. What follows until the next
# such line belongs to it: a traceback has no prefix of its own.
PYTHON_LINE = (
    r"^(\[?\d{4}[-/]\d{2}[-/]\d{2}[ T]|\{|[IWEF]\d{4} |(DEBUG|INFO|WARNING|ERROR|CRITICAL):)"
)
# A request as gunicorn and uvicorn log it; the query is left out, for it differs each time.
_ACCESS = (
    r'"(?P<method>[A-Z]+) (?P<path>[^ ?"]+)(?:\?[^ "]*)? HTTP/[0-9.]+" (?P<status>[0-9]{3})(?: |$)'
)


def stage(name: str, *attributes: tuple[str, Value]) -> Block:
    """Any step."""
    return Block(f"stage.{name}", body=tuple(Attribute(*each) for each in attributes))


def match(selector: str, *stages: Block) -> Block:
    """Steps for the lines that a LogQL selector, perhaps with line filters, picks."""
    return Block("stage.match", body=(Attribute("selector", selector), *stages))


def join(first_line: str, wait: str = "3s") -> Block:
    """One entry of a line that matches and of all that follow until the next one.

    ``wait`` is how long the next one is waited for. A step that joins what another has joined must
    wait longer than that one.
    """
    return stage("multiline", ("firstline", first_line), ("max_wait_time", wait))


def find(expression: str, source: str = "") -> Block:
    """Extracts the named groups of an expression, if it matches."""
    attributes: list[tuple[str, Value]] = [("expression", expression)]
    return stage("regex", *attributes, *([("source", source)] if source else []))


def access() -> tuple[Block, ...]:
    """Method, path and status of a request, as metadata."""
    return find(_ACCESS), metadata("method", "path", "status")


def answered(*paths: str) -> Block:
    """Forgets the probes and scrapes of these paths that succeeded; each is an expression."""
    return drop(
        rf'"GET (?:{"|".join(paths)})(?:\?[^ "]*)? HTTP/[0-9.]+" 200(?: |$)', "answered probe"
    )


def fields(*names: str) -> Block:
    """Extracts the fields of a JSON line that are there."""
    return stage("json", ("regex", f"^({'|'.join(names)})$"))


def pairs(**names: str) -> Block:
    """Extracts values of a line of ``key=value``."""
    return stage("logfmt", ("mapping", _mapping(names)))


def metadata(*names: str, **renamed: str) -> Block:
    """Keeps what was extracted beside the line, where queries find it, without new streams."""
    return stage("structured_metadata", ("values", _mapping(dict.fromkeys(names, "") | renamed)))


def labels(*names: str) -> Block:
    """Makes labels: for what has few values only."""
    return stage("labels", ("values", _mapping(dict.fromkeys(names, ""))))


def without(*names: str) -> Block:
    """Takes labels away."""
    return stage("label_drop", ("values", names))


def template(source: str, text: str) -> Block:
    """Rewrites what was extracted with a Go template; an empty result is no value."""
    return stage("template", ("source", source), ("template", text))


def drop(expression: str, reason: str) -> Block:
    """Forgets lines that match, and counts them by the reason."""
    return stage("drop", ("expression", expression), ("drop_counter_reason", reason))


def _mapping(names: dict[str, str]) -> Object:
    return Object(tuple(names.items()))
