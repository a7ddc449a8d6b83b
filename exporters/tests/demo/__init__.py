"""The exporters on real data, under a real Prometheus. `make demo-runtime` runs it."""
