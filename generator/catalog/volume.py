"""Sizes: how Kubernetes writes them, and how much of a volume may be filled."""

UNITS = ("Ki", "Mi", "Gi", "Ti", "Pi")
# Prometheus drops old blocks at this share of its volume. The rest is for the log of what is not
# in a block yet, and for compaction, which writes a block before it deletes those it came from.
USABLE = 0.85


def quantity(amount: int) -> str:
    """Bytes in the largest unit that leaves a whole number."""
    found = str(amount)
    for power, unit in enumerate(UNITS, 1):
        if amount % 2 ** (10 * power) == 0:
            found = f"{amount >> (10 * power)}{unit}"
    return found
