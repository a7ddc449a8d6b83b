"""Every schedule is as frequent as the model wants to be monitored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.drifting import compared, jobs
from generator.diagnostics import Code
from generator.promql import duration
from generator.spec.cron import longest_gap
from generator.spec.examples import drifting as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

DATA = "reference: s3://example-data/reference.parquet, current: s3://example-data/latest/"
CODE = Code(
    "DRIFT704",
    "drift-schedule-too-seldom",
    "A result is good until freshness.monitored has passed; a job that comes later than that "
    "leaves ModelMonitoringStale firing in between, however well it goes.",
    example(f"{DATA}, schedule: weekly"),
    example(f"{DATA}, schedule: hourly"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The schedule of every model with data, in each environment where drift jobs run."""
    for each in compared(context):
        tier = context.tiers[str(each.spec.tier)].freshness.monitored
        own = each.spec.freshness
        wanted = own.monitored if "monitored" in own.model_fields_set else tier
        for name, setting in jobs(each, context):
            schedule = setting.known().get(each.spec.drift.schedule)
            gap = longest_gap(schedule.cron) if schedule else 0
            if wanted and gap > wanted:
                yield CODE.at(
                    each.origin(context, "schedule"),
                    f"up to {duration(gap)} pass between two runs of this schedule in {name}, "
                    f"and the model wants to be monitored each {duration(wanted)}",
                    value=each.spec.drift.schedule,
                    fix=f"set freshness.monitored to more than {duration(gap)}, "
                    "or take a schedule that comes more often",
                )
