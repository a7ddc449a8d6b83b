"""Three days of history as TSDB blocks, so that the windows of all rules are full.

Beside the counters it holds what each set of rules would itself have recorded by now. Series that
no rule reads far back (other buckets, accuracy) have no history. The text is written and compiled
six hours at a time, which keeps it small.
"""

from __future__ import annotations

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import estate
import per_model
import traffic
from traffic import Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

DAYS = 3
CHUNK = 6 * 3600
# The intervals of the rules that record them.
SHORT, LONG = 60, 300
PARALLEL = 2  # one chunk is written while another is compiled
BLOCK = "162h"  # one block a chunk: without it promtool reads its input once per two hours

Stepped = tuple[int, Series]


def write(data: Path, scratch: Path, models: int, step: int) -> float:
    """Fills ``data`` with history up to now, counters every ``step`` s; returns when it begins."""
    series = sorted(_all(models, step), key=lambda each: (each[1].family, each[1].suffix))
    begin = int(time.time()) // CHUNK * CHUNK - DAYS * 86400

    def fill(since: int, until: int) -> None:
        _compile(scratch / f"{since}.om", data, _lines(series, begin, since, until))

    whole = range(begin, begin + DAYS * 86400, CHUNK)
    with ThreadPoolExecutor(PARALLEL) as pool:
        list(pool.map(lambda since: fill(since, since + CHUNK), whole))
    # The rest comes last and is short, so that history ends just before the first scrape.
    fill(begin + DAYS * 86400, int(time.time()))
    return begin


def _all(models: int, step: int) -> Iterator[Stepped]:
    scraped = f',instance="{traffic.INSTANCE}",job="{traffic.JOB}"'
    for number in range(models):
        counters = (*traffic.requests(number, scraped), *traffic.latency(number, scraped))
        yield from ((step, each) for each in counters if _read_far_back(each))
        shares = (traffic.failing(number), traffic.SLOW)
        for objective, bad in zip(per_model.objectives(number), shares, strict=True):
            yield from _recorded(number, objective.slo, bad)
            yield step, Series("slo:error_ratio:rate5m", "", objective.history, level=bad)


def _read_far_back(series: Series) -> bool:
    if series.suffix == "_bucket":
        return f'le="{traffic.BOUND}"' in series.labels
    return series.suffix in ("_total", "_count")


def _recorded(number: int, slo: str, bad: float) -> Iterator[Stepped]:
    """What our own rules record of one objective and read again days later."""
    who = f'model_name="{estate.name(number)}",slo="{slo}"'
    for kind, share in (("events", 1), ("errors", bad)):
        level = traffic.rate(number) * share
        yield SHORT, Series(f"model:slo_{kind}:rate5m", "", who, level=level)
        yield LONG, Series(f"model:slo_{kind}:rate1h", "", who, level=level)


def _lines(series: Iterable[Stepped], begin: int, since: int, until: int) -> Iterator[str]:
    family = ""
    for step, each in series:
        if each.family != family:
            family = each.family
            yield f"# TYPE {family} {_type(each)}\n"
        head, times = each.head, range(-(-since // step) * step, until, step)
        yield "".join([f"{head} {each.at(at - begin)} {at}\n" for at in times])
    yield "# EOF\n"


def _type(series: Series) -> str:
    # A histogram of two of its series would be refused, and its type makes no difference here.
    return "counter" if series.suffix == "_total" else "unknown"


def _compile(text: Path, data: Path, lines: Iterable[str]) -> None:
    with text.open("w", encoding="utf-8") as file:
        file.writelines(lines)
    command = ["promtool", "tsdb", "create-blocks-from", f"--max-block-duration={BLOCK}"]
    subprocess.run(
        [*command, "--quiet", "openmetrics", str(text), str(data)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    text.unlink()
