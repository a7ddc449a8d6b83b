"""The Alloy text that we write is the text that ``alloy fmt`` would write."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.alloy import Attribute, Block, Call, Object, Reference, render

if TYPE_CHECKING:
    from generator.alloy import Value

ALLOY = shutil.which("alloy")
CODE = 'x"\n}\nremote.http "evil" { url = "http://example.com" } // '

PIPELINE = (
    Block(
        "discovery.relabel",
        "pods",
        (
            Attribute(
                "targets",
                Call(
                    "array.concat",
                    (
                        Reference("discovery.kubernetes.pods.targets"),
                        (Object((("__address__", "127.0.0.1"), ("job", "airflow"))),),
                    ),
                ),
            ),
            Block(
                "rule",
                body=(
                    Attribute("source_labels", ("__meta_kubernetes_pod_label_app",)),
                    Attribute("regex", "ray|(\\d+)"),
                    Attribute("action", "keep"),
                ),
                comment="Only what we watch:\n\nsee the specs",
            ),
            Block("rule", body=(Attribute("action", "labelmap"),)),
        ),
        "Pods → streams",
    ),
    Block("livedebugging"),
    Block(
        "loki.write",
        "default",
        (
            Block("endpoint", body=(Attribute("url", "http://loki/push"),)),
            Attribute("max_streams", 10),
            Attribute(
                "external_labels",
                Object((("node", Call("sys.env", ("HOSTNAME",))), ("x-y", None), ("a", Object()))),
            ),
            Attribute("wal", ()),
        ),
    ),
)
PIPELINE_TEXT = """\
// Pods → streams
discovery.relabel "pods" {
	targets = array.concat(
		discovery.kubernetes.pods.targets,
		[
			{
				__address__ = "127.0.0.1",
				job         = "airflow",
			},
		],
	)

	// Only what we watch:
	//
	// see the specs
	rule {
		source_labels = ["__meta_kubernetes_pod_label_app"]
		regex         = "ray|(\\\\d+)"
		action        = "keep"
	}

	rule {
		action = "labelmap"
	}
}

livedebugging { }

loki.write "default" {
	endpoint {
		url = "http://loki/push"
	}

	max_streams     = 10
	external_labels = {
		node  = sys.env("HOSTNAME"),
		"x-y" = null,
		a     = {},
	}
	wal = []
}
"""


def written(value: Value) -> str:
    """The text of one expression."""
    text = render([Block("a", body=(Attribute("b", value),))])
    return text.removeprefix("a {\n\tb = ").removesuffix("\n}\n")


def test_a_pipeline_is_laid_out_as_alloy_lays_it_out() -> None:
    """Tabs, signs in one column per run, blank lines around blocks, comments above theirs."""
    assert render(PIPELINE) == PIPELINE_TEXT


@pytest.mark.skipif(ALLOY is None, reason="alloy is not on PATH: its own formatter was not asked")
@pytest.mark.parametrize("value", ["plain", CODE, "a" * 90, ("a" * 50, "b" * 50), (), -1, 1e-7])
def test_the_real_formatter_changes_nothing(value: Value) -> None:
    """What we write parses, and ``alloy fmt`` gives the same bytes."""
    text = render(
        [*PIPELINE, Block("a", body=(Attribute("b", value), Attribute("long", (value,))))]
    )
    formatter = [str(ALLOY), "fmt", "-"]
    done = subprocess.run(formatter, input=text, capture_output=True, check=False, text=True)
    assert (done.stdout, done.stderr) == (text, "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-3, "-3"),
        (2**64 - 1, "18446744073709551615"),
        (0.25, "0.25"),
        (1e-7, "1e-07"),
        ("a\nb\t\x00é", '"a\\nb\\t\\x00é"'),
        ((), "[]"),
        ((1, (2, "x")), '[1, [2, "x"]]'),
        (Object(), "{}"),
        (Object((("null", 1),)), '{\n\t\t"null" = 1,\n\t}'),
        (Reference("loki.write.default.receiver"), "loki.write.default.receiver"),
        (Call("sys.env", ("HOSTNAME",)), 'sys.env("HOSTNAME")'),
        (Call("now"), "now()"),
    ],
)
def test_each_kind_of_value_has_one_spelling(value: Value, text: str) -> None:
    """Every kind of expression is written in the form that Alloy reads."""
    assert written(value) == text


def test_a_wide_list_takes_a_line_per_item() -> None:
    """Up to 80 characters stay on one line; one more breaks the list and ends it with a comma."""
    assert written(("a" * 37, "b" * 35)).count("\n") == 0
    assert written(("a" * 37, "b" * 36)) == f'[\n\t\t"{"a" * 37}",\n\t\t"{"b" * 36}",\n\t]'


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_becomes_one_string_and_nothing_else(text: str) -> None:
    """The literal is one quoted string of visible characters and reads back as the text."""
    literal = written(text)
    assert re.fullmatch(r'"([^"\\]|\\.)*"', literal)
    assert literal.isprintable()
    assert ast.literal_eval(literal) == text  # Python reads the escapes that we use as Go does


def test_a_text_full_of_syntax_opens_no_block() -> None:
    """Quotes, braces and newlines in a text stay inside its string, on one line."""
    assert render([Block("a", body=(Attribute("b", CODE),))]).count("\n") == 3


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (float("nan"), "no number nan"),
        (float("-inf"), "no number -inf"),
        (2**64, "round the number"),
        (-(2**63), "round the number"),
        ("\ud800", "half a character"),
    ],
)
def test_a_value_that_alloy_lacks_is_refused(value: Value, why: str) -> None:
    """A value that would be read back as another one is an error, not an approximation."""
    with pytest.raises(ValueError, match=why):
        written(value)


@pytest.mark.parametrize(
    "name", ["", "a b", "1a", "a-b", "é", "aé", "true", "null", "a\n", 'a"', "a.b"]
)
def test_a_name_or_label_that_is_no_identifier_is_refused(name: str) -> None:
    """Names never carry syntax into the text: each is one ASCII identifier and no keyword."""
    with pytest.raises(ValueError, match="not an Alloy attribute name"):
        Attribute(name, 1)
    if name:
        with pytest.raises(ValueError, match="not an Alloy block label"):
            Block("a", name)


@pytest.mark.parametrize(
    "path", ["", ".", "a.", ".a", "a..b", "a.1", "a.false", "a b", "a.b\n", "a("]
)
def test_a_path_that_is_not_dotted_identifiers_is_refused(path: str) -> None:
    """Block names, references and functions are identifiers joined by single dots."""
    with pytest.raises(ValueError, match="not an Alloy block name"):
        Block(path)
    with pytest.raises(ValueError, match="not an Alloy reference"):
        Reference(path)
    with pytest.raises(ValueError, match="not an Alloy function"):
        Call(path)


@pytest.mark.parametrize("key", ["", 'a"b', "a\\b", "a\nb", "\x00"])
def test_a_key_that_alloy_cannot_hold_is_refused(key: str) -> None:
    """Alloy resolves no escapes in an object's keys, so a key that needs one is an error."""
    with pytest.raises(ValueError, match="cannot hold the key"):
        Object(((key, 1),))


@pytest.mark.parametrize("comment", ["a\rb", "a\x00", "a\tb", "\x1b[31m"])
def test_a_comment_of_hidden_characters_is_refused(comment: str) -> None:
    """A comment is visible text in lines; each line stays a comment."""
    with pytest.raises(ValueError, match="not visible text"):
        Block("a", comment=comment)


def test_what_is_said_twice_is_refused() -> None:
    """An attribute, a key, or a block with its label comes once; unlabelled inner blocks repeat."""
    with pytest.raises(ValueError, match="attribute 'x' comes twice"):
        Block("a", body=(Attribute("x", 1), Attribute("x", 1)))
    with pytest.raises(ValueError, match="key 'x' comes twice"):
        Object((("x", 1), ("x", 1)))
    with pytest.raises(ValueError, match="a 'b' is declared twice"):
        render([Block("a", "b"), Block("a", "b")])
    assert render([Block("a", "b"), Block("a", "c")]) == 'a "b" { }\n\na "c" { }\n'
