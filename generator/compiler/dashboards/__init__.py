"""Users' boards: rows of signals, and exports from Grafana, held against the catalogue."""
