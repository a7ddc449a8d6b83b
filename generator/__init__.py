"""Watchkeeper: compiles model and service specs into proven Prometheus configuration."""
