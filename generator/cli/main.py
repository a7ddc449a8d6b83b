"""The ``watchkeeper`` command; each verb is a module beside this one."""

from __future__ import annotations

import gc
import importlib
import io
import os
import pkgutil
import sys
import tempfile
import traceback

import typer

from generator import cli
from generator.cli.common import CANNOT

CONTEXT = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    help="Compiles specs of ML models and services into proven Prometheus configuration.",
    no_args_is_help=True,
    add_completion=True,
    context_settings=CONTEXT,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _register(arguments: list[str]) -> None:
    """All verbs; only the one that is asked for where that is clear, since imports take time."""
    modules = {
        each.name.removeprefix("verb_"): each.name for each in pkgutil.iter_modules(cli.__path__)
    }
    verbs = sorted(verb for verb, module in modules.items() if verb != module)
    for verb in arguments[:1] if arguments[:1] and arguments[0] in verbs else verbs:
        app.command(verb)(importlib.import_module(f"{cli.__name__}.{modules[verb]}").run)
    app.callback()(lambda: None)  # one verb alone is still a verb


def main() -> None:
    """Entry point. Whatever gets here is a bug of ours: a line, and the details in a file."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # looking for some takes 15 ms a run
    gc.disable()  # a short run makes little garbage; looking for it costs a fifth of the time
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a character shows its code
            stream.reconfigure(errors="backslashreplace")
    try:
        _register(sys.argv[1:])
        app()
    except Exception as error:  # noqa: BLE001 - the last stop before the user
        with tempfile.NamedTemporaryFile(
            "w", prefix="watchkeeper-", suffix=".log", delete=False
        ) as log:
            traceback.print_exc(file=log)
        print(  # noqa: T201 - nothing of ours may fail here
            f"watchkeeper: this is a bug ({type(error).__name__}); details are in {log.name}",
            file=sys.stderr,
        )
        sys.exit(CANNOT)
