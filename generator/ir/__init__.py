"""The intermediate representation: where packs and emitters meet.

Frozen values, no YAML, no files, no knowledge of packs or of any output format.
"""

from generator.ir.estate import Base, Overlay, Patch, SchemaPage
from generator.ir.rules import (
    AlertRule,
    Check,
    Labels,
    RecordingRule,
    Rule,
    RuleGroup,
    RuleSet,
    TestCase,
)
from generator.ir.runbook import RunbookPage

__all__ = [
    "AlertRule",
    "Base",
    "Check",
    "Labels",
    "Overlay",
    "Patch",
    "RecordingRule",
    "Rule",
    "RuleGroup",
    "RuleSet",
    "RunbookPage",
    "SchemaPage",
    "TestCase",
]
