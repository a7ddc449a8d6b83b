"""Rates in, a ratio out."""

from generator.catalog import SignalCase
from generator.catalog.canonical import ERRORS, REQUESTS

CASES = (
    SignalCase(
        "a share where there are requests, nothing where there are none",
        "model:error_ratio:rate5m",
        series={
            f'{REQUESTS}{{model_name="a"}}': "8x10",
            f'{ERRORS}{{model_name="a"}}': "2x10",
            f'{REQUESTS}{{model_name="b"}}': "0x10",
            f'{ERRORS}{{model_name="b"}}': "0x10",
        },
        at="5m",
        expect={'model:error_ratio:rate5m{model_name="a"}': 0.25},
    ),
)
