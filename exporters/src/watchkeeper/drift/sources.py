"""Parquet files, read one column and one batch at a time.

So memory follows neither rows nor columns nor row groups, and a column that cannot be read costs
itself only.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from watchkeeper.drift.addresses import secret
from watchkeeper.drift.arrow import fs, pa, pq
from watchkeeper.drift.profile import CATEGORY, NUMERIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from watchkeeper.drift.profile import Kind

Part = TypeVar("Part")

BATCH = 65_536  # rows: numbers of a batch fit into a core's cache
BUFFER = 1 << 16  # bytes that are read ahead of a column


class SourceError(Exception):
    """A data set that cannot be read as a whole."""


class Spread(Protocol):
    """How one function is applied to each file: here one by one, as `map`, or on many machines."""

    def __call__(
        self, function: Callable[[File], Part], files: Sequence[File], /
    ) -> Iterable[Part]:
        """The results, in any order: they add up."""


@dataclass(frozen=True, slots=True)
class Source:
    """The files of a data set, and what tells whether they have changed."""

    uri: str
    files: tuple[File, ...]

    @property
    def fingerprint(self) -> str:
        """Another one as soon as a file is written, added or taken away."""
        stamps = [f"{file.path} {file.size} {file.written.isoformat()}" for file in self.files]
        return hashlib.sha256("\n".join(stamps).encode()).hexdigest()

    @property
    def written(self) -> datetime:
        """When the newest file was written."""
        return max(file.written for file in self.files)


@dataclass(frozen=True, slots=True)
class File:
    """One Parquet file in its file system, or some of its row groups."""

    system: Any
    path: str
    size: int
    written: datetime
    groups: tuple[int, ...] | None = None


def find(uri: str) -> Source:
    """The Parquet file at a path or a URI (s3://, gs://, abfs:// ...), or all below a folder."""
    if secret(uri):
        raise SourceError("the address of data holds a password: keep it in the environment")
    try:
        system, path = (
            fs.FileSystem.from_uri(uri)
            if "://" in uri
            else (fs.LocalFileSystem(), str(Path(uri).absolute()))
        )
        info = system.get_file_info(path)
        found = (
            system.get_file_info(fs.FileSelector(path, recursive=True))
            if info.type == fs.FileType.Directory
            else [info]
        )
    except (OSError, ValueError, pa.ArrowException) as error:
        raise SourceError(f"{uri}: {error}") from error
    if info.type == fs.FileType.NotFound:
        raise SourceError(f"{uri}: there is no such file")
    files = [each for each in found if each is info or _is_part(each, path)]
    if not files:
        raise SourceError(f"{uri}: no Parquet file is in this folder")
    return Source(uri, tuple(_file(system, each) for each in sorted(files, key=_path)))


def _path(info: Any) -> str:  # noqa: ANN401 - pyarrow has no types
    return str(info.path)


def _is_part(info: Any, folder: str) -> bool:  # noqa: ANN401 - pyarrow has no types
    # Engines mark what is no data, or not yet, by the first letter of a name.
    inside = info.path.removeprefix(folder).strip("/").split("/")
    hidden = any(name.startswith((".", "_")) for name in inside)
    return bool(info.is_file) and info.path.endswith(".parquet") and not hidden


def _file(system: Any, info: Any) -> File:  # noqa: ANN401 - pyarrow has no types
    return File(system, info.path, info.size or 0, info.mtime or datetime.now(UTC))


@contextmanager
def opened(file: File) -> Iterator[Table]:
    """A Parquet file whose footer has been read."""
    try:
        found = pq.ParquetFile(file.path, filesystem=file.system, pre_buffer=False)
    except (OSError, pa.ArrowException) as error:
        raise SourceError(f"{file.path}: {error}") from error
    with found:
        yield Table(file, found.metadata, found.schema_arrow)


def parts(file: File, rows: int) -> Iterator[File]:
    """The same rows as files of about so many each, as far as row groups allow."""
    with opened(file) as table:
        sizes = [table.metadata.row_group(each).num_rows for each in range(table.groups)]
    some: list[int] = []
    for group in range(len(sizes)):
        some.append(group)
        if sum(sizes[each] for each in some) >= rows:
            yield replace(file, groups=tuple(some))
            some = []
    if some or not sizes:
        yield replace(file, groups=tuple(some))


@dataclass(frozen=True, slots=True)
class Table:
    """One open file: its schema, and batches of any of its columns."""

    file: File
    metadata: Any
    schema: Any

    @property
    def rows(self) -> int:
        """How many rows the footer promises."""
        if self.file.groups is None:
            return int(self.metadata.num_rows)
        return sum(int(self.metadata.row_group(each).num_rows) for each in self.file.groups)

    @property
    def groups(self) -> int:
        """How many row groups the file has."""
        return int(self.metadata.num_row_groups)

    def types(self) -> dict[str, Any]:
        """The type of each column; None where a name is there twice."""
        times = Counter(self.schema.names)
        return {each.name: each.type if times[each.name] == 1 else None for each in self.schema}

    def batches(self, column: str) -> Iterator[Any]:
        """The values of one column; text comes with a dictionary, so that each is read once."""
        for batch in self.rows_of([column]):
            yield batch.column(0)

    def rows_of(self, columns: Sequence[str]) -> Iterator[Any]:
        """Rows of a few columns that belong together."""
        texts = [name for name in columns if pa.types.is_string(self.schema.field(name).type)]
        with pq.ParquetFile(
            self.file.path,
            filesystem=self.file.system,
            metadata=self.metadata,
            pre_buffer=False,
            buffer_size=BUFFER,
            page_checksum_verification=True,  # of files that have any
            read_dictionary=texts or None,
        ) as found:
            yield from found.iter_batches(
                BATCH, row_groups=self.file.groups, columns=list(columns), use_threads=False
            )


def kind_of(type_: Any) -> Kind | None:  # noqa: ANN401 - pyarrow has no types
    """What values of a type are to the monitor, or None where it can count none of them."""
    if type_ is None:
        return None
    is_ = pa.types
    if is_.is_dictionary(type_):
        return CATEGORY if kind_of(type_.value_type) else None
    if is_.is_integer(type_) or is_.is_floating(type_) or is_.is_decimal(type_):
        return NUMERIC
    if is_.is_boolean(type_) or is_.is_string(type_) or is_.is_large_string(type_):
        return CATEGORY
    return None


def is_null(type_: Any) -> bool:  # noqa: ANN401 - pyarrow has no types
    """Whether a type says only that there is no value, as pandas writes a column of None."""
    return type_ is not None and bool(pa.types.is_null(type_))
