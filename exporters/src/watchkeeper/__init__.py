"""What runs beside models and ML services and turns what they do into Prometheus metrics."""

__version__ = "0.1.0"
