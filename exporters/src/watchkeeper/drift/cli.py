"""`python -m watchkeeper.drift`: `run` judges models, `serve` exposes all results.

Exit status of `run`: 0 all is well, 2 no verdict (see the log and the model's record), 75 none
because somebody did not answer, as a store or a network: another try may help. With
--model a verdict of drift, or a test that failed, is 1; the result is printed as JSON. Without
--model each model of the schedule and the shard is judged, a line of JSON tells of each, and drift
is no failure: a job that failed would be run again. The log goes to standard error.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from watchkeeper.drift.addresses import secret
from watchkeeper.drift.config import load
from watchkeeper.drift.failures import COULD_NOT_RUN, TRY_AGAIN, passing
from watchkeeper.drift.jobs import NAME, JobError
from watchkeeper.drift.options import COUNT, INDEX, gateway, moment, own_shard, port, seconds, shard
from watchkeeper.drift.publishing import THREAD
from watchkeeper.drift.stores import BusyError, store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchkeeper.drift.config import Config
    from watchkeeper.drift.fleet import Ended
    from watchkeeper.drift.jobs import Job
    from watchkeeper.drift.stores import Store

log = logging.getLogger("watchkeeper.drift")
INTERRUPTED = 128 + signal.SIGINT


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit status."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )
    try:
        options = parser().parse_args(arguments)
        return int(options.verb(options))
    except JobError as error:
        for line in str(error).splitlines():
            log.error("%s", line)  # noqa: TRY400 - what a user can mend needs no traceback
    except KeyboardInterrupt:
        log.error("interrupted")  # noqa: TRY400 - what a user can mend needs no traceback
        return INTERRUPTED
    except OSError as error:
        log.error("%s", error)  # noqa: TRY400 - what a user can mend needs no traceback
        return TRY_AGAIN if passing(error) else COULD_NOT_RUN
    except Exception:  # the last stop before the scheduler, which reads the status
        log.exception("an error of the monitor itself")
    return COULD_NOT_RUN


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    top = argparse.ArgumentParser("python -m watchkeeper.drift", description=__doc__)
    verbs = top.add_subparsers(required=True)
    run = verbs.add_parser("run", help="judge models: exit 0 all is well, 1 drift, 2 no verdict, "
                         "75 no verdict but try again")  # fmt: skip
    run.set_defaults(verb=run_models)
    _run_options(run)
    serve = verbs.add_parser("serve", help="expose the newest results to Prometheus")
    serve.set_defaults(verb=serve_results)
    _serve_options(serve)
    return top


def _run_options(run: argparse.ArgumentParser) -> None:
    run.add_argument("--config", required=True, help="drift.yaml, a folder of them, or - for stdin")
    run.add_argument("--model", help="this model only; drift then exits 1")
    run.add_argument("--schedule", help="the models of this schedule only")
    run.add_argument("--shard", type=shard, help=f"INDEX/COUNT; default: ${INDEX}/${COUNT}")
    run.add_argument("--results", help="folder or URI of results; default: that of the config")
    run.add_argument("--cache", help="folder or URI of reference profiles; default: the results")
    run.add_argument("--window-end", type=moment, help="ISO 8601 with a time zone")
    run.add_argument(
        "--timeout", type=seconds, default=3600.0, help="seconds that a model may take"
    )
    run.add_argument("--deadline", type=seconds, help="seconds for all models; those that are not "
                     "reached are said to have failed, and come first the next time")  # fmt: skip
    run.add_argument("--exit-zero", action="store_true", help="drift is no failure: exit 0")
    run.add_argument("--dask", metavar="ADDRESS", help="a Dask scheduler whose workers count")
    run.add_argument("--pushgateway", metavar="URL", type=gateway, help="push each model's metrics "
                     "there after its run, for want of `serve`, which is better: what was pushed "
                     "stays after the job has died, so alert on the times that are pushed with "
                     "it; off by default, and no verdict depends on it")  # fmt: skip


def _serve_options(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--config", help="drift.yaml, which says where results are")
    serve.add_argument("--results", help="folder or URI of results; default: that of the config")
    serve.add_argument("--refresh", type=seconds, default=60.0, help="seconds between two listings "
                       "of an object store; a folder is listed at each scrape")  # fmt: skip
    serve.add_argument("--address", default="", help="address to listen on; default: all of them")
    serve.add_argument("--port", type=port, default=9109, help="port to listen on")


def run_models(options: argparse.Namespace) -> int:
    """Judges one model, or all of a schedule and shard."""
    config = load(options.config)
    results = where(options, config)
    ended = pushes(options.pushgateway, results)
    if options.model:
        return run_one(options, config, results, ended)
    from watchkeeper.drift.fleet import Course, run_all  # noqa: PLC0415 - a child has no children

    models = config.chosen(options.schedule, options.shard or own_shard())
    passed = ["--results", results]
    for name in ("cache", "dask"):
        passed += [f"--{name}", getattr(options, name)] if getattr(options, name) else []
    if options.window_end:
        passed += ["--window-end", options.window_end.isoformat()]
    course = Course(config, store(results), passed, options.timeout, options.deadline, ended)
    return run_all(course, models)


def pushes(url: str | None, results: str) -> Ended:
    """What is done once a run has ended: nothing, or its metrics are pushed."""
    if url is None:
        return lambda *_: None
    from watchkeeper.drift.pushing import Gateway  # noqa: PLC0415 - few push
    from watchkeeper.drift.results import Place  # noqa: PLC0415 - serve writes nothing

    kept, pushgateway = store(results), Gateway(url)
    return lambda model, began, well: pushgateway.push(Place(kept, model), began, well=well)


def run_one(options: argparse.Namespace, config: Config, results: str, ended: Ended) -> int:
    """Judges one model in this process."""
    began, status = time.time(), COULD_NOT_RUN
    try:
        status = judge_one(options, config, results)
    finally:
        if options.model in config.models:
            ended(options.model, began, status in {0, 1})
    return status


def judge_one(options: argparse.Namespace, config: Config, results: str) -> int:
    """Its exit status; the result is printed."""
    from watchkeeper.drift import monitor  # noqa: PLC0415 - serve reads no Parquet
    from watchkeeper.drift.partitions import spreading  # noqa: PLC0415 - imported where it is used: it is slow, or optional

    kept = store(results)
    job = understood(options.model, config, kept)
    with spreading(options.dask) as spread:
        setting = monitor.Setting(
            results=kept,
            cache=store(options.cache) if options.cache else None,
            timeout=options.timeout,
            window_end=options.window_end,
            mlflow=config.mlflow,
            spread=spread,
            owns_process=True,
        )
        try:
            result = monitor.run(job, setting)
        except (monitor.RunError, BusyError) as error:
            log.error("%s", error)  # noqa: TRY400 - what a user can mend needs no traceback
            return getattr(error, "status", COULD_NOT_RUN)
    print(json.dumps(result, indent=1, sort_keys=True))  # noqa: T201 - the answer of the command
    bad = result["drift_detected"] or not result["tests_passed"]
    return int(bad and not options.exit_zero)


def understood(model: str, config: Config, kept: Store) -> Job:
    """A model's job; that it makes no sense its record says too, as Prometheus reads no log."""
    from watchkeeper.drift.records import Run  # noqa: PLC0415 - serve writes nothing
    from watchkeeper.drift.results import Place  # noqa: PLC0415 - imported where it is used: it is slow, or optional

    try:
        return config.job(model)
    except JobError as error:
        if model in config.models and NAME.fullmatch(model):
            now = time.time()
            Run(Place(kept, model), now, now).fail(now, str(error))
        raise


def where(options: argparse.Namespace, config: Config | None) -> str:
    """Where results are, as an option says or else the configuration."""
    found = options.results or (config.results if config else None)
    if not found:
        raise JobError("nothing says where results are: use --results, or results in the config")
    if secret(str(found)):
        raise JobError("where results are is said with a password: keep it in the environment")
    return str(found)


def serve_results(options: argparse.Namespace) -> int:
    """Serves until SIGTERM or SIGINT."""
    from watchkeeper.drift.server import Server  # noqa: PLC0415 - run needs no server
    from watchkeeper.drift.shelf import Shelf  # noqa: PLC0415 - run needs no server

    kept: Store = store(where(options, load(options.config) if options.config else None))
    if not kept.remote and Path(kept.uri).exists() and not Path(kept.uri).is_dir():
        raise JobError(f"{kept.uri} is a file: results are in a folder")
    shelf = Shelf(kept, options.refresh)
    with Server((options.address, options.port), shelf) as server:
        # shutdown waits for the loop, which this very thread runs: another one has to ask.
        def stop(*_: object) -> None:
            threading.Thread(target=server.shutdown).start()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        log.info("results of %s on port %s", kept.uri, server.server_port)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
    if shelf.busy():
        leave(0)
    return 0


def leave(status: int) -> None:
    """Ends the process, though a thread waits for somebody who may never answer."""
    sys.stdout.flush()
    logging.shutdown()
    os._exit(status)


def command() -> None:
    """The command, as a process."""
    status = main()
    if any(thread.name == THREAD for thread in threading.enumerate()):
        leave(status)
    sys.exit(status)
