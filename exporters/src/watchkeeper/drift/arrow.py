"""All that is used of numpy and pyarrow comes through here.

The generator's environment has neither, hence the ignored imports.
"""

import numpy as np  # type: ignore[import-not-found,unused-ignore] # see above
import pyarrow as pa  # type: ignore[import-not-found,import-untyped,unused-ignore] # see above
import pyarrow.compute as pc  # type: ignore[import-not-found,import-untyped,unused-ignore] # see above
import pyarrow.parquet as pq  # type: ignore[import-not-found,import-untyped,unused-ignore] # see above
from pyarrow import fs  # type: ignore[import-not-found,import-untyped,unused-ignore] # see above

__all__ = ["fs", "np", "pa", "pc", "pq"]
