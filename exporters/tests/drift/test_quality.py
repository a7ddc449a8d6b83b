"""How right a model was, streamed: the same numbers as from all rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from drift.data import save
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as known

from watchkeeper.drift import sources, tally
from watchkeeper.drift.jobs import Outcomes
from watchkeeper.drift.outcomes import tally as tallied
from watchkeeper.drift.quality import judged, measured
from watchkeeper.drift.tally import Tally

if TYPE_CHECKING:
    from pathlib import Path

    from watchkeeper.drift.quality import Quality

BINARY = Outcomes("classification", "said", "came", probability="chance", positive=1)
MANY = Outcomes("classification", "said", "came", confidence="sure")
NUMBERS = Outcomes("regression", "said", "came")
ROWS = 4000


def binary(rows: int = ROWS) -> dict[str, Any]:
    """A model whose probabilities are true ones, of an event in a fifth of the rows."""
    random = np.random.default_rng(1)
    chance = random.beta(1, 4, rows)
    came = (random.random(rows) < chance).astype(int)
    return {"said": (chance > 0.4).astype(int), "came": came, "chance": chance}


def quality(folder: Path, values: dict[str, Any], outcomes: Outcomes) -> Quality:
    """What a file of these columns says."""
    return measured(sources.find(str(save(folder / "x.parquet", values))), outcomes)


def test_binary_metrics_are_those_of_scikit_learn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the positive class, over many batches; the curve's area to a thousandth."""
    monkeypatch.setattr(sources, "BATCH", 700)
    values = binary()
    found = quality(tmp_path, values, BINARY)
    came, said, chance = values["came"], values["said"], values["chance"]
    assert found.metrics == pytest.approx(
        {
            "accuracy": known.accuracy_score(came, said),
            "precision": known.precision_score(came, said),
            "recall": known.recall_score(came, said),
            "f1": known.f1_score(came, said),
            "log_loss": known.log_loss(came, chance),
            "auc": known.roc_auc_score(came, chance),
        },
        abs=1e-3,
    )
    assert found.metrics["f1"] == pytest.approx(known.f1_score(came, said), abs=1e-12)
    assert (found.rows, found.labelled, found.problem) == (ROWS, ROWS, "")


def test_what_never_occurred_has_no_share(tmp_path: Path) -> None:
    """A window without one positive says nothing of recall; one that missed them all does."""
    values = binary()
    never = np.zeros(ROWS, int)
    for came, said, wanted in (
        (never, never, set()),
        (never, values["said"], {"precision", "f1"}),
        (values["came"], never, {"recall", "f1"}),
    ):
        found = quality(tmp_path, {**values, "came": came, "said": said}, BINARY).metrics
        assert {"precision", "recall", "f1"} & set(found) == wanted
        assert all(found[name] == 0 for name in wanted)
        assert "accuracy" in found


def test_several_classes_are_averaged(tmp_path: Path) -> None:
    """Each class weighs the same, also one that is never predicted."""
    random = np.random.default_rng(2)
    came = random.choice(["ant", "bee", "cat", "dog"], ROWS, p=(0.5, 0.3, 0.15, 0.05))
    said = np.where(random.random(ROWS) < 0.6, came, "ant")
    said[said == "dog"] = "cat"
    values = {"said": pa.array(said), "came": pa.array(came).dictionary_encode()}
    found = quality(tmp_path, {**values, "sure": np.full(ROWS, 0.7)}, MANY)
    for name, score in (
        ("precision", known.precision_score),
        ("recall", known.recall_score),
        ("f1", known.f1_score),
    ):
        wanted = score(came, said, average="macro", zero_division=0)
        assert found.metrics[name] == pytest.approx(wanted)
    assert found.metrics["accuracy"] == pytest.approx((came == said).mean())
    assert found.estimated_accuracy == pytest.approx(0.7)


def test_regression_metrics_are_those_of_scikit_learn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of labels far from zero, where sums of squares would lose all digits."""
    monkeypatch.setattr(sources, "BATCH", 700)
    random = np.random.default_rng(3)
    came = random.normal(1e9, 2, ROWS)
    said = came + random.normal(0.3, 1, ROWS)
    found = quality(tmp_path, {"said": said, "came": came}, NUMBERS)
    assert found.metrics == pytest.approx(
        {
            "rmse": known.root_mean_squared_error(came, said),
            "mae": known.mean_absolute_error(came, said),
            "mean_error": (said - came).mean(),
            "r2": known.r2_score(came, said),
        },
        rel=1e-6,
    )


def test_the_estimate_needs_no_labels(tmp_path: Path) -> None:
    """With true probabilities it is close to what labels say later."""
    values = binary(20_000)
    both = quality(tmp_path, values, BINARY)
    assert both.estimated_accuracy == pytest.approx(both.metrics["accuracy"], abs=0.01)
    del values["came"]
    alone = quality(tmp_path, values, BINARY)
    assert alone.estimated_accuracy == both.estimated_accuracy
    assert (alone.labelled, alone.metrics) == (0, {})
    assert alone.problem == "0 rows have a label, 30 are needed"


def test_the_estimate_is_the_mean_of_the_larger_probability(tmp_path: Path) -> None:
    """Where the model says what is likelier, as the rule of a half does."""
    chance = np.random.default_rng(4).random(ROWS)
    values = {"said": chance > 0.5, "chance": chance}
    found = quality(tmp_path, values, BINARY)
    assert found.estimated_accuracy == pytest.approx(np.maximum(chance, 1 - chance).mean())


def test_late_labels_count_where_they_are(tmp_path: Path) -> None:
    """Only these rows are compared; 1.0 and 1 are one class, as is true."""
    values = binary()
    came = values["came"].astype(float)
    came[ROWS // 4 :] = np.nan
    first = slice(0, ROWS // 4)
    right = (values["came"][first] == values["said"][first]).mean()
    for labels in (came, pa.array(came, from_pandas=True)):
        found = quality(tmp_path, {**values, "came": labels}, BINARY)
        assert (found.rows, found.labelled) == (ROWS, ROWS // 4)
        assert found.metrics["accuracy"] == pytest.approx(right)
    truth = pa.array(values["came"] == 1)
    assert quality(tmp_path, {**values, "came": truth}, BINARY).metrics["accuracy"] == (
        pytest.approx((values["came"] == values["said"]).mean())
    )


def test_a_few_labels_are_no_measurement(tmp_path: Path) -> None:
    """Each would move the share by percents; the estimate stands."""
    for labels in (29, 30):
        values = binary()
        came = values["came"].astype(float)
        came[labels:] = np.nan
        found = quality(tmp_path, {**values, "came": came}, BINARY)
        assert bool(found.metrics) is (labels == 30)
        assert found.estimated_accuracy is not None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"chance": None}, "no column chance"),
        ({"said": None}, "no column said"),
        ({"came": pa.array(["yes"] * ROWS)}, "labels and predictions are of two kinds"),
        ({"chance": np.full(ROWS, 1.5)}, "4000 probabilities are not between 0 and 1"),
    ],
)
def test_what_cannot_be_measured_is_told(
    tmp_path: Path, changed: dict[str, Any], said: str
) -> None:
    """And no number stands in its place."""
    values = {name: each for name, each in {**binary(), **changed}.items() if each is not None}
    found = quality(tmp_path, values, BINARY)
    assert said in found.problem
    assert found.estimated_accuracy is None
    assert not {"auc", "log_loss"} & set(found.metrics)


def test_too_many_classes_leave_the_accuracy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In bounded memory: of identifiers that somebody took for classes, right ones are counted."""
    monkeypatch.setattr(tally, "MOST_PAIRS", 50)
    names = [f"id {number}" for number in range(ROWS)]
    values = {"said": names, "came": ["other", *names[1:]], "sure": np.ones(ROWS)}
    found = quality(tmp_path, values, MANY)
    assert found.metrics == {"accuracy": pytest.approx(1 - 1 / ROWS)}
    assert "too many classes" in found.problem


def test_infinite_predictions_do_not_spoil_the_rest(tmp_path: Path) -> None:
    """They are counted apart, and no metric is infinite."""
    came = np.random.default_rng(5).normal(size=ROWS)
    said = came.copy()
    said[:3] = np.inf
    found = quality(tmp_path, {"said": said, "came": came}, NUMBERS)
    assert found.metrics["rmse"] == 0
    assert found.problem == "3 labels or predictions are infinite"


ROW = st.tuples(
    st.integers(0, 1),
    st.one_of(st.none(), st.integers(0, 1)),
    st.one_of(st.none(), st.floats(0, 1)),
)


@settings(max_examples=50)
@given(st.lists(ROW, max_size=30), st.lists(ROW, max_size=30))
def test_tallies_add_up(one: list[Any], other: list[Any]) -> None:
    """Two parts tallied alone and added are both tallied together."""

    def batch(rows: list[Any]) -> pa.RecordBatch:
        names = ("said", "came", "chance")
        kinds = (pa.int64(), pa.int64(), pa.float64())
        return pa.record_batch(
            {
                name: pa.array([row[place] for row in rows], kind)
                for place, (name, kind) in enumerate(zip(names, kinds, strict=True))
            }
        )

    for outcomes in (BINARY, NUMBERS):
        added = Tally() + tallied(batch(one), outcomes) + tallied(batch(other), outcomes)
        whole = Tally() + tallied(batch(one + other), outcomes)
        assert added.classes == whole.classes
        assert added.chances.positive == whole.chances.positive
        assert (
            (added.rows, added.labelled)
            == (whole.rows, whole.labelled)
            == (
                len(one + other),
                sum(row[1] is not None for row in one + other),
            )
        )
        mine, theirs = judged(added, outcomes), judged(whole, outcomes)
        assert mine.metrics == pytest.approx(theirs.metrics)
        assert mine.estimated_accuracy == pytest.approx(theirs.estimated_accuracy)
