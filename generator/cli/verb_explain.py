"""``watchkeeper explain``."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from generator import packs, pipeline
from generator.catalog import Alert
from generator.cli.common import CLEAN, FINDINGS, Spec, cannot, report, spec_folder
from generator.cli.common import Format as OutputFormat
from generator.compiler import effective
from generator.compiler.lower_runbooks import sections
from generator.diagnostics import nearest
from generator.pipeline.codes import all_codes
from generator.promql import pretty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import LogAlert, Pack
    from generator.diagnostics import Code

# A pipe has no width of its own; 80 columns would cut expressions off.
CONSOLE = Console(width=None if sys.stdout.isatty() else 160)
MOST = 40  # lines of an example; the 1 MiB ones are not for reading
Subject = Annotated[
    str,
    typer.Argument(
        help="A code (SPEC130), an alert (ModelAccuracyDegraded) or a model's spec file."
    ),
]


def run(subject: Subject, spec: Spec = Path("spec")) -> None:
    """Say what a code means, why an alert exists, or which values a model has and from where."""
    found = packs.discover()
    alerts: dict[str, tuple[Pack, Alert | LogAlert]] = {}
    for pack in found:
        alerts |= {alert.name: (pack, alert) for alert in pack.alerts}
        alerts |= {alert.name: (pack, alert) for alert in pack.log_alerts}
    if subject.upper() in all_codes():
        CONSOLE.print("\n".join(_code(all_codes()[subject.upper()])), highlight=False, markup=False)
    elif subject in alerts:
        CONSOLE.print(Markdown("\n".join(_alert(*alerts[subject]))))
    elif Path(subject).is_file():
        for table in _file(subject, spec):
            CONSOLE.print(table)
    else:
        near = nearest(subject, [*all_codes(), *alerts])
        cannot(
            f"{subject} is no code, no alert and no file"
            + (f"; did you mean {near}?" if near else "")
        )
    raise typer.Exit(CLEAN)


def _code(code: Code) -> Iterator[str]:
    yield f"{code.id} {code.name} ({code.severity})"
    yield f"\n{code.why}"
    for title, text in (("Wrong", code.wrong), ("Right", code.right)):
        if text:
            yield f"\n{title}:\n"
            shown = text if isinstance(text, str) else repr(text[:60])
            yield from (f"    {line[:100]}" for line in shown.splitlines()[:MOST])


def _alert(pack: Pack, alert: Alert | LogAlert) -> Iterator[str]:
    """A page in Markdown."""
    yield f"# {alert.name}\n\n{pack.title} (pack {pack.name})\n"
    yield f"{sections(packs.runbook(pack)).get(alert.name, '')}\n"
    yield f"**Condition**, for {alert.for_}, severity {alert.severity}:\n"
    if not isinstance(alert, Alert):
        yield f"```logql\n{dedent(alert.expr).strip()}\n```\n"
        firing, quiet = len(alert.fires), len(alert.quiet)
        yield f"**Proven by** lines that fire ({firing}) and that do not ({quiet})."
        return
    yield f"```promql\n{pretty(alert.expr)}\n```\n"
    if alert.threshold:
        limit = alert.threshold
        default = f"{limit.default:g} {limit.unit} by default"
        yield f"**Threshold.** {default}, recorded as `{limit.series}`.\n"
    yield "**Proven by:**\n"
    for case in alert.cases:
        yield f"- {'fires' if case.labels else 'quiet'}: {case.says}"


def _file(subject: str, spec: Path) -> Iterator[Table]:
    build = pipeline.build(spec_folder(spec), spec.as_posix())
    if not build.ok:
        report(build.diagnostics, OutputFormat.TEXT)
        raise typer.Exit(FINDINGS)
    wanted = Path(subject).absolute()
    models = [m for m in build.context.specs.models if Path(m.place.file).absolute() == wanted]
    if not models:
        cannot(f"{subject} holds no model of {spec}")
    for model in models:
        table = Table("field", "value", "from", title=model.name, title_justify="left", box=None)
        for row in effective.values(model, build.context):
            table.add_row(Text(row.field), Text(row.value), Text(row.origin))
        yield table
