"""What the values of options may be, refused where they can never work."""

from __future__ import annotations

import argparse
import math
import os
from datetime import datetime

from watchkeeper.drift.config import Shard
from watchkeeper.drift.jobs import JobError

# Kubernetes sets the first in an Indexed Job; the second is its completions.
INDEX, COUNT = "JOB_COMPLETION_INDEX", "WATCHKEEPER_DRIFT_SHARDS"
LONGEST = 30 * 86_400.0  # seconds
PORTS = 65_536


def moment(text: str) -> datetime:
    """A time that says its zone."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} has no time zone: end it with Z or +01:00")
    return found


def shard(text: str) -> Shard:
    """A part of all models: 0/4 is the first of four."""
    index, _, count = text.partition("/")
    if not (index.isdecimal() and count.isdecimal() and int(index) < int(count)):
        raise argparse.ArgumentTypeError(f"{text} is no INDEX/COUNT with an index below the count")
    return Shard(int(index), int(count))


def own_shard() -> Shard:
    """The part that Kubernetes gave to this pod; all models elsewhere."""
    index, count = os.environ.get(INDEX), os.environ.get(COUNT)
    if index is None:
        return Shard()
    if count is None:
        raise JobError(f"{INDEX} is set, but not {COUNT}: set it to the completions of the job")
    try:
        return shard(f"{index}/{count}")
    except argparse.ArgumentTypeError as error:
        raise JobError(f"{INDEX} and {COUNT}: {error}") from error


def seconds(text: str) -> float:
    """A time that ends."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 0 < found <= LONGEST:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds above 0, up to 30 days")
    return found


def port(text: str) -> int:
    """A port to listen on; 0 takes any that is free."""
    if not (text.isdecimal() and int(text) < PORTS):
        raise argparse.ArgumentTypeError(f"{text} is no port from 0 to {PORTS - 1}")
    return int(text)


def gateway(text: str) -> str:
    """The address of a Pushgateway."""
    from watchkeeper.drift.pushing import complaint  # noqa: PLC0415 - few push

    if found := complaint(text):
        raise argparse.ArgumentTypeError(f"this address {found}")
    return text
