"""What MLflow's release needs so that the tracking server reports its requests."""

from generator.catalog import Site, Tree


def values(_: Site) -> dict[str, Tree]:
    """The flag alone.

    The chart's own switch adds a monitor besides, and points the flag at a folder that its
    read-only root file system does not let the server write; only ``/tmp`` is a volume.
    """
    return {"mlflow": {"extraArgs": {"exposePrometheus": "/tmp/metrics"}}}  # noqa: S108 - in its pod
