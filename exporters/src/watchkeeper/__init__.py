"""Exporters for models and ML services. A skeleton so far: nothing here but the version."""

__version__ = "0.1.0"
