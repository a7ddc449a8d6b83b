"""Grafana Alloy's configuration: what its text is made of (``values``) and its writer (``render``).

Knows no component of Alloy: which blocks and attributes exist is the caller's knowledge.
"""

from generator.alloy.render import render
from generator.alloy.values import Attribute, Block, Call, Object, Reference, Value

__all__ = ["Attribute", "Block", "Call", "Object", "Reference", "Value", "render"]
