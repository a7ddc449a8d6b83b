"""What Feast's release needs so that the feature server reports anything at all."""

from generator.catalog import Site, Tree


def values(_: Site) -> dict[str, Tree]:
    """One switch, for the flag of the server and for the port of its Service."""
    return {"feast": {"metrics": {"enabled": True}}}
