"""`python -m watchkeeper.mlflow`: starts the exporter, and ends it well on SIGTERM."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from typing import TYPE_CHECKING

from watchkeeper.mlflow.options import read_options
from watchkeeper.mlflow.refresh import Refresher
from watchkeeper.mlflow.tally import Tally
from watchkeeper.serving import Server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchkeeper.mlflow.options import Options
    from watchkeeper.mlflow.picture import Source

log = logging.getLogger("watchkeeper.mlflow")


def source_of(options: Options) -> Source:
    """What the options name. Each kind is imported only where it is used."""
    if options.tracking_uri:
        from watchkeeper.mlflow.api import Api  # noqa: PLC0415 - only where used
        from watchkeeper.mlflow.rest import RestSource  # noqa: PLC0415 - only where used

        api = Api(
            options.tracking_uri,
            options.login,
            timeout=options.timeout,
            ca_file=options.ca_file,
            workspace=options.workspace,
        )
        return RestSource(api, options.wanted, reconcile=options.reconcile, sweep=options.sweep)
    from watchkeeper.mlflow.sql import SqlSource  # noqa: PLC0415 - only where used

    return SqlSource(
        options.store, options.wanted, timeout=options.timeout, accepted=options.accepted
    )


def main(arguments: Sequence[str]) -> int:
    """Runs until it is told to end."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    options = read_options(arguments)
    try:
        refresher = Refresher(source_of(options), Tally(options.bounds), options.pace)
        server = Server(options.listen, refresher)
    except (ValueError, ImportError, OSError) as error:
        log.error("cannot start: %s", error)  # noqa: TRY400 - the user's mistake needs no traceback
        return 2
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    refresher.start()
    threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
    log.info("serving /metrics, /healthz and /readyz on %s:%d", *server.server_address[:2])
    ended.wait()
    server.shutdown()
    server.server_close()
    refresher.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
