"""The one strict YAML reader, which knows where everything stands, and the one writer.

It knows YAML and files, and nothing of what a spec means.
"""

from generator.yamlio.dump import Flow, dump
from generator.yamlio.files import YAML, find, read
from generator.yamlio.load import Document, load
from generator.yamlio.text import LIMIT

__all__ = ["LIMIT", "YAML", "Document", "Flow", "dump", "find", "load", "read"]
