"""Where results are kept: a folder, or a prefix of an object store. Both are one flat interface.

Whatever is written is whole or not there: a folder by rename, an object store by its one PUT.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from watchkeeper.drift.addresses import secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

Stamp = tuple[int, ...]

UNFINISHED = ".unfinished"
TRIES = 5


class BusyError(Exception):
    """Another run of the same model goes on."""


class Store(Protocol):
    """Named contents. A name has slashes, and a listing is of one level below a name."""

    @property
    def uri(self) -> str:
        """Where it is."""

    @property
    def remote(self) -> bool:
        """Whether each request takes its time, as to an object store."""

    def read(self, name: str) -> bytes:
        """The content; raises a FileNotFoundError where there is none, else an OSError."""

    def write(self, name: str, content: bytes) -> None:
        """Replaces a content at once; raises an OSError."""

    def remove(self, name: str) -> None:
        """Takes a content away, if it is there."""

    def listing(self, folder: str) -> Mapping[str, Stamp]:
        """The names in a folder, and a stamp of each that changes with its content."""

    def alone(self, folder: str) -> AbstractContextManager[None]:
        """Holds a folder for one run; raises a BusyError where another run holds it."""

    def ensure(self) -> None:
        """Raises an OSError if there is nothing to read from."""


def store(uri: str | Path) -> Store:
    """The store at a path, or at a URI: s3://, gs://, abfs://, fsspec+...://.

    Raises:
        OSError: nobody knows how to reach it, or it is said with a password.
    """
    text = str(uri)
    if secret(text):
        raise OSError("an address holds a password: keep it in the environment")
    return remote(text) if "://" in text else Folder(Path(text))


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that processes of one machine, or of one volume, share."""

    path: Path

    @property
    def remote(self) -> bool:
        """See `Store`."""
        return False

    @property
    def uri(self) -> str:
        """Its path."""
        return str(self.path)

    def read(self, name: str) -> bytes:
        """See `Store`."""
        return (self.path / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        """See `Store`."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(UNFINISHED, f".{path.name}.", path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).chmod(0o644)  # the exporter may be another user
            Path(unfinished).replace(path)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise

    def remove(self, name: str) -> None:
        """See `Store`."""
        (self.path / name).unlink(missing_ok=True)

    def listing(self, folder: str) -> dict[str, Stamp]:
        """See `Store`."""
        found: dict[str, Stamp] = {}
        with contextlib.suppress(FileNotFoundError), os.scandir(self.path / folder) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):  # replaced meanwhile
                    status = entry.stat()
                    if entry.is_file() and not entry.name.startswith("."):
                        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
                        found[entry.name] = stamp
        return found

    @contextlib.contextmanager
    def alone(self, folder: str) -> Iterator[None]:
        """See `Store`; the lock ends with its process, however that ends."""
        held = self.path / folder
        held.mkdir(parents=True, exist_ok=True)
        with (held / ".lock").open("w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BusyError(f"another run holds {held}") from error
            beside = self.path.glob(f"_*/.{folder}.json.????????{UNFINISHED}")
            for left in (*held.glob(f"*{UNFINISHED}"), *beside):  # by a run that was killed
                left.unlink(missing_ok=True)
            yield

    def ensure(self) -> None:
        """See `Store`."""
        with os.scandir(self.path):
            pass


@dataclass(frozen=True, slots=True)
class Bucket:
    """A prefix of an object store, through one of pyarrow's file systems."""

    uri: str
    system: Any
    path: str

    @property
    def remote(self) -> bool:
        """See `Store`."""
        return True

    def read(self, name: str) -> bytes:
        """See `Store`; what is replaced meanwhile is read again, as its length may be another."""
        path = f"{self.path}/{name}"
        for _ in range(TRIES):
            # A stream would come in several requests, between which an object may be replaced.
            with self.system.open_input_file(path) as file:
                content = bytes(file.read())
                if self.system.get_file_info(path).size == len(content):
                    return content
        raise OSError(f"{self.uri}: {name} is replaced all the time")

    def write(self, name: str, content: bytes) -> None:
        """See `Store`; the object appears when the stream is closed, with all of its content."""
        with self.system.open_output_stream(f"{self.path}/{name}") as stream:
            stream.write(content)

    def remove(self, name: str) -> None:
        """See `Store`."""
        with contextlib.suppress(FileNotFoundError):
            self.system.delete_file(f"{self.path}/{name}")

    def listing(self, folder: str) -> dict[str, Stamp]:
        """See `Store`."""
        from watchkeeper.drift.arrow import fs  # noqa: PLC0415 - a folder needs no pyarrow

        selector = fs.FileSelector(f"{self.path}/{folder}", allow_not_found=True)
        found = self.system.get_file_info(selector)
        return {
            each.base_name: (each.mtime_ns or 0, each.size or 0) for each in found if each.is_file
        }

    @contextlib.contextmanager
    def alone(self, folder: str) -> Iterator[None]:
        """Holds nothing: object stores have no locks that end with their holder.

        Two runs of a window write the same object twice.
        """
        del folder
        yield

    def ensure(self) -> None:
        """See `Store`; prefixes come with their first object, buckets do not."""
        from watchkeeper.drift.arrow import fs  # noqa: PLC0415 - a folder needs no pyarrow

        bucket = self.path.split("/")[0] or self.path
        try:
            found = self.system.get_file_info(bucket).type
        except OSError:  # who may see a prefix only may not ask for the bucket
            self.system.get_file_info(fs.FileSelector(self.path, allow_not_found=True))
            return
        if found == fs.FileType.NotFound:
            raise FileNotFoundError(f"there is no bucket {bucket}")


def remote(uri: str) -> Bucket:
    """The object store at a URI.

    Raises:
        OSError: nobody knows how to reach it.
    """
    from watchkeeper.drift.arrow import fs, pa  # noqa: PLC0415 - a folder needs no pyarrow

    try:
        system, path = fs.FileSystem.from_uri(uri)
    except (ValueError, pa.ArrowException) as error:
        raise OSError(f"{uri}: {error}") from error
    if not path.strip("/"):
        raise OSError(f"{uri} names no bucket")
    return Bucket(uri, system, path.rstrip("/"))


def write(place: Store, name: str, value: object) -> None:
    """Writes JSON that people can read; raises an OSError."""
    text = json.dumps(value, indent=1, sort_keys=True, allow_nan=False) + "\n"
    place.write(name, text.encode())


def read(place: Store, name: str, version: int) -> dict[str, Any]:
    """What was written.

    Raises:
        ValueError: it is no JSON object of this version.
    """
    found = json.loads(place.read(name))
    if not isinstance(found, dict) or found.get("version") != version:
        raise ValueError(f"{name} is no object of version {version}")
    return found
