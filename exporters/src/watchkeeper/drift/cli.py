"""`python -m watchkeeper.drift`: `run` judges one model once, `serve` exposes all results.

Exit status of `run`: 0 no drift, 1 drift, 2 no verdict (see the log and the model's run.json). The
result is printed as JSON; the log goes to standard error.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchkeeper.drift.monitor import Setting

log = logging.getLogger("watchkeeper.drift")
COULD_NOT_RUN = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit status."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )
    options = parser().parse_args(arguments)
    try:
        return int(options.verb(options))
    except Exception:
        log.exception("an error of the monitor itself")
        return COULD_NOT_RUN


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    top = argparse.ArgumentParser("python -m watchkeeper.drift", description=__doc__)
    verbs = top.add_subparsers(required=True)
    run = verbs.add_parser("run", help="judge one model: exit 0 no drift, 1 drift, 2 no verdict")
    run.set_defaults(verb=run_once)
    run.add_argument("--jobs", type=Path, required=True, help="the JSON file of jobs")
    run.add_argument("--model", required=True, help="the model of the job")
    run.add_argument("--results", type=Path, required=True, help="folder of results")
    run.add_argument("--cache", type=Path, help="folder of reference profiles")
    run.add_argument("--window-end", type=moment, help="ISO 8601 with a time zone")
    run.add_argument("--timeout", type=float, default=3600, help="seconds until it gives up")
    run.add_argument("--exit-zero", action="store_true", help="drift is no failure: exit 0")
    serve = verbs.add_parser("serve", help="expose the newest results to Prometheus")
    serve.set_defaults(verb=serve_results)
    serve.add_argument("--results", type=Path, required=True, help="folder of results")
    serve.add_argument("--address", default="0.0.0.0", help="address to listen on")  # noqa: S104 - Prometheus is elsewhere
    serve.add_argument("--port", type=int, default=9109, help="port to listen on")
    return top


def moment(text: str) -> datetime:
    """A time that says its zone."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} has no time zone: end it with Z or +01:00")
    return found


def run_once(options: argparse.Namespace) -> int:
    """Judges one model."""
    from watchkeeper.drift import files, jobs, monitor  # noqa: PLC0415 - serve reads no Parquet

    try:
        result = monitor.run(jobs.find(options.jobs, options.model), _setting(options))
    except (jobs.JobError, monitor.RunError, files.BusyError) as error:
        log.error("%s", error)  # noqa: TRY400 - what a user can mend needs no traceback
        return COULD_NOT_RUN
    print(json.dumps(result, indent=1, sort_keys=True))  # noqa: T201 - the answer of the command
    return int(result["drift_detected"] and not options.exit_zero)


def _setting(options: argparse.Namespace) -> Setting:
    from watchkeeper.drift.monitor import Setting  # noqa: PLC0415 - as above

    cache = options.cache or options.results / ".profiles"
    return Setting(options.results, cache, options.timeout, options.window_end, owns_process=True)


def serve_results(options: argparse.Namespace) -> int:
    """Serves until SIGTERM or SIGINT."""
    from watchkeeper.drift.server import Server  # noqa: PLC0415 - run needs no server

    with Server((options.address, options.port), options.results) as server:
        # shutdown waits for the loop, which this very thread runs: another one has to ask.
        def stop(*_: object) -> None:
            threading.Thread(target=server.shutdown).start()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        log.info("results of %s on port %s", options.results, server.server_port)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
    return 0
