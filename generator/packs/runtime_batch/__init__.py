"""Models that serve nobody: they run in batches, from a pipeline or on a schedule.

There is no request to count and so no canonical signal. What watches such a model is what its jobs
and the drift monitor report: quality, drift and freshness.
"""

from generator.catalog import Pack, PackKind

PACK = Pack(name="runtime_batch", kind=PackKind.RUNTIME, title="Batch predictions")
