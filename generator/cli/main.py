"""The ``watchkeeper`` command; each verb is a module beside this one."""

from __future__ import annotations

import gc
import importlib
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


def _register() -> None:
    for module in sorted(pkgutil.iter_modules(cli.__path__), key=lambda each: each.name):
        if module.name.startswith("verb_"):
            run = importlib.import_module(f"{cli.__name__}.{module.name}").run
            app.command(module.name.removeprefix("verb_"))(run)


def main() -> None:
    """Entry point. Whatever gets here is a bug of ours: a line, and the details in a file."""
    gc.disable()  # a short run makes little garbage; looking for it costs a fifth of the time
    try:
        _register()
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
