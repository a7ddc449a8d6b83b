"""An exporter of what an MLflow store holds: runs, experiments, registered models.

A thread reads the store now and then and renders a page; a scrape only hands that page out. Nothing
here imports MLflow: it would cost seconds and 170 MB.
"""
