"""Pictures of boards from live data, without Grafana: a page, an SVG and a PNG of each.

Takes boards of the IR and a Prometheus; knows neither the JSON of boards nor packs.
"""
