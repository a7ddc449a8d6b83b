"""The ``watchkeeper`` command; each verb is a module beside this one."""

from __future__ import annotations

import importlib
import pkgutil

import typer

from generator import cli

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
    """Entry point."""
    _register()
    app()
