"""What label_replace() and label_join() do to labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.promql.faults import unknown_label
from generator.promql.inferred import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.promql.faults import Fault
    from generator.promql.inferred import Inferred

_ANYTHING = (".*", "(.*)")
_WHOLE = (("$1", "(.*)"), ("$1", "(.+)"), ("${1}", "(.*)"), ("${1}", "(.+)"))
_REFERENCE = re.compile(r"\$(\w+|\{\w+\})")


def replaced(operand: Inferred, dst: str, text: str, src: str, regex: str) -> Inferred:
    """``label_replace``: ``dst`` is set if ``regex`` matches ``src``, and dropped if set empty."""
    always = regex in _ANYTHING or (not regex and not operand.can(src))
    copies = (text, regex) in _WHOLE and src in operand.guaranteed
    has_text = bool(_REFERENCE.sub("", text))
    sure = copies or (has_text and (always or dst in operand.guaranteed))
    never = always and not text
    return _with_dst(operand, dst, sure=sure, never=never)


def joined(operand: Inferred, dst: str, separator: str = "", *sources: str) -> Inferred:
    """``label_join``: ``dst`` becomes the sources' values, and is dropped if that is empty."""
    separated = bool(separator) and len(sources) > 1
    sure = separated or any(source in operand.guaranteed for source in sources)
    never = not separated and not any(operand.can(source) for source in sources)
    return _with_dst(operand, dst, sure=sure, never=never)


def _with_dst(operand: Inferred, dst: str, *, sure: bool, never: bool) -> Inferred:
    if dst == NAME:
        return operand
    if never:
        return operand.without(dst)
    labels = None if operand.labels is None else operand.labels | {dst}
    guaranteed = operand.guaranteed | {dst} if sure else operand.guaranteed - {dst}
    return operand.carrying(labels, guaranteed)


def unknown_sources(operand: Inferred, sources: Iterable[str]) -> Iterator[Fault]:
    """A fault for each source label that is always empty; the empty name is so on purpose."""
    for source in sources:
        if source and source != NAME and not operand.can(source):
            message = f"the source label `{source}` is always empty: the operand cannot carry it"
            yield unknown_label(source, operand.labels or (), message)
