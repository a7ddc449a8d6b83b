"""Errors as values: what is wrong, where, what follows from it, and how to mend it.

Nothing in this package reads files or knows a stage of the compiler; every layer above may report.
"""

from generator.diagnostics.model import Code, Diagnostic, Origin, Severity, nearest, sort

__all__ = ["Code", "Diagnostic", "Origin", "Severity", "nearest", "sort"]
