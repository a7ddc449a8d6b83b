"""Runbook pages as the emitters see them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunbookPage:
    """One alert: what a person wrote about it, and the rules as they are.

    ``intro`` is of the whole pack. ``rules`` are (severity, for, expression) of each rule.
    ``threshold`` is (constant series, default, unit) or three empty texts. ``reasons`` are
    (environment, free text of a spec) for where the alert is off. ``language`` is that of the
    expressions.
    """

    alert: str
    pack: str
    title: str
    intro: str
    text: str
    rules: tuple[tuple[str, str, str], ...]
    threshold: tuple[str, str, str]
    reasons: tuple[tuple[str, str], ...]
    language: str = "promql"
