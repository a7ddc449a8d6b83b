"""The real MariaDB, which stands for MySQL too."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from support.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60  # seconds until a server that does not answer counts as broken
NEEDED = ("mariadbd", "mariadb-install-db", "mariadb")


@dataclass(frozen=True)
class MariaDB:
    """A running server on the loopback, for root without a password."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Its database."""
        return f"mysql+pymysql://root@127.0.0.1:{self.port}/mlflow"

    def run(self, *statements: str) -> str:
        """Runs statements as root, and gives what they print."""
        command = ("mariadb", "--no-defaults", "-N", "-u", "root", "-S", str(self.folder / "s"))
        done = subprocess.run(
            command, input=";\n".join(statements), text=True, capture_output=True, check=False
        )
        assert not done.returncode, done.stderr
        return done.stdout


def missing() -> list[str]:
    """The programs that this machine lacks."""
    return [name for name in NEEDED if not shutil.which(name)]


@contextmanager
def mariadb() -> Iterator[MariaDB]:
    """A server in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="watchkeeper-maria-"))
    found = MariaDB(folder, free_port())
    user = pwd.getpwuid(os.geteuid()).pw_name
    common = ("--no-defaults", f"--datadir={folder}/data", f"--user={user}")
    try:
        make = ("mariadb-install-db", *common, "--auth-root-authentication-method=normal")
        subprocess.run(make, check=True, capture_output=True)
        with (folder / "log").open("wb") as said:
            process = subprocess.Popen(
                (
                    "mariadbd",
                    *common,
                    f"--port={found.port}",
                    "--bind-address=127.0.0.1",
                    f"--socket={folder}/s",
                    f"--pid-file={folder}/pid",
                    "--innodb-flush-log-at-trx-commit=2",
                ),
                stdout=said,
                stderr=said,
            )
        try:
            _wait(process, found)
            found.run("CREATE DATABASE mlflow CHARACTER SET utf8mb4")
            yield found
        finally:
            process.terminate()
            process.wait(PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(process: subprocess.Popen[bytes], server: MariaDB) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, (server.folder / "log").read_text("utf-8")
        try:
            server.run("SELECT 1")
        except AssertionError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return
