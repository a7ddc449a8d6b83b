"""A day of a platform that does not exist: series for boards to draw where there are no others.

Names, types, units and labels come from the catalogue, models from the specs, thresholds from what
these compile to; the values are made up, and the same in every run.
"""

from generator.preview.samples.server import END, Unavailable, running

__all__ = ["END", "Unavailable", "running"]
