"""The one writer."""

from __future__ import annotations

import math

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.yamlio import Flow, dump, load

WORDS = ("on", "no", "Y", "1", "1e3", "0o7", "0x1", "010", "12:30", "2024-01-01", "", "null", "~")
MORE_WORDS = ("=", "<<", "True", "+1", "1_000", ".5", ".inf", "-.NaN", "- a", "a: b", "#x", "@x")

texts = st.text(st.characters(codec="utf-8")) | st.sampled_from(WORDS + MORE_WORDS)
scalars = (
    texts
    | st.integers(-(10**18) + 1, 10**18 - 1)
    | st.booleans()
    | st.none()
    | st.floats(allow_nan=False, allow_infinity=False)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(texts, inner, max_size=4)
        | st.dictionaries(texts, inner, max_size=4).map(Flow)
    ),
    max_leaves=12,
)


@given(values)
def test_what_is_written_is_read_back(value: object) -> None:
    """Writing and reading give the same value, with the types of all its parts."""
    (document,), found = load(dump({"value": value}).encode(), "a")
    assert not found
    assert repr(document.value["value"]) == repr(value).replace("Flow(", "(")


@given(values)
def test_a_reader_of_yaml_1_1_reads_the_same(value: object) -> None:
    """PyYAML's own loader, with all the guesses of YAML 1.1, gives the same value."""
    assert yaml.load(dump({"value": value}), yaml.CSafeLoader) == {"value": value}


@pytest.mark.parametrize("word", WORDS + MORE_WORDS)
def test_text_that_looks_like_something_else_is_quoted(word: str) -> None:
    """No reader of any version can take such a text for a number, a date or a boolean."""
    assert dump({"a": word})[3] in "'\""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": True, "c": None}, "b: 1\na: true\nc: null\n"),
        ({"a": 0.8, "b": 1e-05, "c": 1e3}, "a: 0.8\nb: 0.00001\nc: 1000.0\n"),
        ({"a": ["x", {"b": 1}]}, "a:\n- x\n- b: 1\n"),
        ({"a": ("x",), "b": [], "c": {}}, "a:\n- x\nb: []\nc: {}\n"),
        ({"expr": "sum(x)\n  / y\n"}, "expr: |\n  sum(x)\n    / y\n"),
        ({"expr": "sum(x)\n/ y"}, "expr: |-\n  sum(x)\n  / y\n"),
        ({"a": "≥ 5 µs"}, "a: ≥ 5 µs\n"),
        ({"a": "b\u202ec"}, 'a: "b\\u202Ec"\n'),
        ({"a": "word " * 100 + "end"}, "a: " + "word " * 100 + "end\n"),
        (
            [Flow(record="model:info", expr="vector(1)", labels={"model_name": "a"})],
            "- {record: 'model:info', expr: vector(1), labels: {model_name: a}}\n",
        ),
    ],
)
def test_the_form(value: object, text: str) -> None:
    """Keys keep their order, nothing is folded, several lines are a block, Flow takes one line."""
    assert dump(value) == text


def test_a_shared_value_is_written_out_twice() -> None:
    """There are no aliases."""
    shared = ["x"]
    assert dump({"a": shared, "b": shared}) == "a:\n- x\nb:\n- x\n"


def test_another_type_can_be_the_one_line_mapping() -> None:
    """The caller may bring its own."""

    class Line(dict[str, object]):
        """A mapping of the caller."""

    assert dump({"a": Line(b=1)}, flow=Line) == "a: {b: 1}\n"


@given(st.lists(st.builds(Flow, a=texts, b=scalars | st.lists(texts)), min_size=1, max_size=3))
@example(
    [Flow(a="it's {x}, so", b=[" a", "a ", "-a", "a:", "#", "0x1", "a b/c-d", "", "[", "a#b,"])]
)
def test_a_list_of_lines_is_what_its_lines_are(lines: list[Flow]) -> None:
    """Lists of one-line mappings are written another way than such a mapping by itself."""
    assert dump(lines) == "".join(f"- {dump(line)}" for line in lines)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Flow(a=[Flow(b="c")]), "{a: [{b: c}]}\n"),
        ([[Flow(b="c")]], "- - {b: c}\n"),
    ],
)
def test_lines_inside_other_things(value: object, text: str) -> None:
    """A list that stands in a line, or begins in one, is written there."""
    assert dump(value) == text


@pytest.mark.parametrize("value", [math.inf, math.nan])
def test_a_number_that_is_not_finite_is_refused(value: float) -> None:
    """The reader would refuse it, so the writer does not write it."""
    with pytest.raises(ValueError, match="cannot be written"):
        dump({"a": value})


def test_an_unknown_type_is_refused() -> None:
    """Nothing is written as a tag of Python."""
    with pytest.raises(TypeError, match="set cannot be written"):
        dump({"a": {1}})
