"""Histograms in, a mean out."""

from generator.catalog import SignalCase

SUM, COUNT = "model_prediction_confidence_sum", "model_prediction_confidence_count"

CASES = (
    SignalCase(
        "all versions and classes weigh by their predictions; idle models have no mean",
        "model:confidence:mean30m",
        series={
            f'{SUM}{{model_name="a",model_version="1",class="yes"}}': "0+9x60",
            f'{COUNT}{{model_name="a",model_version="1",class="yes"}}': "0+12x60",
            f'{SUM}{{model_name="a",model_version="2",class="no"}}': "0+1x60",
            f'{COUNT}{{model_name="a",model_version="2",class="no"}}': "0+4x60",
            f'{SUM}{{model_name="b",model_version="1",class="yes"}}': "5x60",
            f'{COUNT}{{model_name="b",model_version="1",class="yes"}}': "7x60",
        },
        at="50m",
        expect={'model:confidence:mean30m{model_name="a"}': 0.625},
    ),
)
