"""All that is used of numpy and pyarrow comes through here."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import fs

__all__ = ["fs", "np", "pa", "pc", "pq"]
