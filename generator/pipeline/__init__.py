"""Load, check, lower, emit, compare or write. Only this package knows all the stages."""

from generator.pipeline.build import Build, build
from generator.pipeline.write import Difference, Documents, compare, only, write

__all__ = ["Build", "Difference", "Documents", "build", "compare", "only", "write"]
