"""The strict reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Code
from generator.yamlio import codes, load

if TYPE_CHECKING:
    from generator.yamlio import Document

CODES = tuple(code for code in vars(codes).values() if isinstance(code, Code))
SHOWN = tuple(code for code in CODES if code.wrong)


def one(text: str) -> Document:
    """The only document of a text without findings."""
    documents, found = load(text.encode(), "a.yaml")
    assert not found
    return documents[0]


def findings(text: str | bytes) -> list[tuple[str, str]]:
    """(place, name of the code) of every finding."""
    data = text if isinstance(text, bytes) else text.encode()
    return [(str(found.origin), found.code.name) for found in load(data, "a")[1]]


@pytest.mark.parametrize("code", SHOWN, ids=lambda code: code.id)
def test_the_wrong_example_of_a_code_gives_that_code_only(code: Code) -> None:
    """Every code is shown by its own example, and by nothing else in it."""
    wrong = code.wrong if isinstance(code.wrong, bytes) else code.wrong.encode()
    assert {found.code.id for found in load(wrong, "a")[1]} == {code.id}


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_the_right_example_of_a_code_is_clean(code: Code) -> None:
    """The example of what to write instead has no finding."""
    assert isinstance(code.right, str)
    assert one(code.right).value["kind"] == "Model"


def test_numbers_of_codes_are_used_once() -> None:
    """No two codes share a number or a name."""
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("0.80", 0.8),
        ("-0.5", -0.5),
        ("80%", "80%"),
        ("5m", "5m"),
        ("50Gi", "50Gi"),
        ("1.2.3", "1.2.3"),
        ("model:info", "model:info"),
        ("'1'", "1"),
        ('"no"', "no"),
        ('"\\u0007"', "\x07"),
        ("nope", "nope"),
        (".", "."),
        ("1.5GiB", "1.5GiB"),
    ],
)
def test_a_word_that_all_readers_agree_on_is_a_value(word: str, value: object) -> None:
    """Booleans, null, decimal numbers and text are read as YAML 1.1 and 1.2 both read them."""
    read = one(f"a: {word}\n").value["a"]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("word", "code", "meant"),
    [
        *((word, codes.YES_NO, True) for word in ("y", "Y", "yes", "YES", "on", "On", "yEs")),
        *((word, codes.YES_NO, False) for word in ("n", "No", "off", "OFF")),
        ("True", codes.CAPITAL, True),
        ("NULL", codes.CAPITAL, None),
        ("~", codes.CAPITAL, None),
        ("12:30", codes.BASE_SIXTY, "12:30"),
        ("1:30:00.5", codes.BASE_SIXTY, "1:30:00.5"),
        ("010", codes.OCTAL, 10),
        ("0o10", codes.OCTAL, 10),
        ("-007", codes.OCTAL, -7),
        ("089", codes.OCTAL, 89),
        ("0x1F", codes.HEXADECIMAL, 31),
        ("0b101", codes.HEXADECIMAL, 5),
        ("2024-01-01", codes.DATE, "2024-01-01"),
        ("2024-1-1 10:00:00", codes.DATE, "2024-1-1 10:00:00"),
        ("1e3", codes.EXPONENT, 1000),
        ("1.5e+3", codes.EXPONENT, 1500),
        ("1e-3", codes.EXPONENT, 0.001),
        ("1e999", codes.EXPONENT, "1e999"),
        ("+5", codes.DECORATED_NUMBER, 5),
        ("1_000", codes.DECORATED_NUMBER, 1000),
        (".5", codes.DECORATED_NUMBER, 0.5),
        ("5.", codes.DECORATED_NUMBER, 5),
        ("01.5", codes.DECORATED_NUMBER, 1.5),
        ("-.INF", codes.NOT_FINITE, "-.INF"),
        (".nan", codes.NOT_FINITE, ".nan"),
        ("9" * 19, codes.LONG_NUMBER, "9" * 19),
        ("9" * 400 + ".0", codes.LONG_NUMBER, "9" * 400 + ".0"),
        ("=", codes.MERGE, "="),
    ],
)
def test_a_word_readers_disagree_about_is_reported_and_read_as_meant(
    word: str, code: Code, meant: object
) -> None:
    """A surprise is a finding at the word, says how to write it, and does not cause another one."""
    (document,), (found,) = load(f"a: {word}\n".encode(), "a")
    assert (found.code, str(found.origin)) == (code, "a:1:4")
    assert "write" in found.fix
    assert document.value["a"] == meant
    assert type(document.value["a"]) is type(meant)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\n'a': 3\n", [("a:3:1", "duplicate-key")]),
        ("1: a\ntrue: b\n? [c]\n: d\n", [("a:1:1", "key-that-is-no-text"),
                                         ("a:2:1", "key-that-is-no-text"),
                                         ("a:3:3", "key-that-is-no-text")]),
        ("on: push\n", [("a:1:1", "unquoted-yes-or-no")]),
        ("a: &x 1\nb: *x\n", [("a:1:4", "anchor-or-alias"), ("a:2:4", "anchor-or-alias")]),
        ("a: *unknown\n", [("a:1:4", "anchor-or-alias")]),
        ("a: &x [*x]\n", [("a:1:4", "anchor-or-alias"), ("a:1:8", "anchor-or-alias")]),
        ("a: !!python/object:os.system x\n", [("a:1:4", "tag")]),
        ("a: !x {b: 1}\n", [("a:1:4", "tag")]),
        ("a: 'open\n", [("a:1:4", "not-yaml")]),
        ("a: b: c\n", [("a:1:5", "not-yaml")]),
        ("a: @b\n", [("a:1:4", "not-yaml")]),
        ("a:\n  b: 1\n c: 2\n", [("a:3:2", "not-yaml")]),
        ("a: 1\n\tb: 2\n", [("a:2:1", "tab-as-indentation")]),
        ("a: |\n\tx\n", [("a:2:1", "tab-as-indentation")]),
        ("a: yes\nb: [1\n", [("a:1:4", "unquoted-yes-or-no"), ("a:2:4", "not-yaml")]),
        ("", [("a", "empty-file")]),
        ("---\n---\n# nothing\n", [("a", "empty-file")]),
        ("just text\n", [("a:1:1", "document-is-no-mapping")]),
        ("a: 1\n---\n[b]\n", [("a:3:1", "document-is-no-mapping")]),
        ("ü: 1\nb: \x00\n", [("a:2:4", "control-character")]),
        ("a: 1\rb: 2\n", [("a:1:5", "control-character")]),
        ("a: b\u2028c\n", [("a:1:5", "control-character")]),
        ("a: b\u202ec\n", [("a:1:5", "control-character")]),
        ("a: 1\n\ufeffb: 1\n", [("a:2:1", "control-character")]),
        ("ä: 1\nb: ".encode() + b"\xe4\n", [("a:2:4", "not-utf8")]),
        ("a: 1\n".encode("utf-16"), [("a:1:1", "not-utf8")]),
        (b"a: " + b"x" * (1 << 20), [("a", "file-too-large")]),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", [("a:1:1", "yaml-directive")]),
    ],
)  # fmt: skip
def test_what_is_refused_and_where(text: str | bytes, expected: list[tuple[str, str]]) -> None:
    """Every problem of a file is reported in one go, at the place where it is mended."""
    assert findings(text) == expected


def test_a_duplicate_key_names_both_lines_and_keeps_the_first() -> None:
    """The author sees where the other one is."""
    (document,), (found,) = load(b"a: 1\nb: 2\na: 3\n", "a")
    assert "line 1" in found.message
    assert "line 3" in found.message
    assert document.value == {"a": 1, "b": 2}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_ends_quickly_and_does_not_end_the_process(opening: str) -> None:
    """A megabyte of brackets is one finding; PyYAML's composer would overflow the C stack."""
    names = [name for _, name in findings(opening * ((1 << 20) // len(opening)))]
    assert names == ["nested-too-deep"]


def test_thirty_two_levels_are_read() -> None:
    """The limit itself is allowed."""
    assert one("a: " + "[" * 31 + "]" * 31).value["a"] is not None


@pytest.mark.parametrize("text", ["\ufeffa: 1\nb: x\n", "a: 1\r\nb: x\r\n", "a: 1\nb: x"])
def test_what_windows_editors_write_is_accepted(text: str) -> None:
    """A byte order mark at the start, CRLF line ends and a missing last line end change nothing."""
    document = one(text)
    assert document.value == {"a": 1, "b": "x"}
    assert str(document.origin(("b",))) == "a.yaml:2:4"


def test_a_file_holds_several_documents() -> None:
    """Documents are separated by ---; empty ones are not there; each knows its line."""
    documents, found = load(b"---\na: 1\n---\n---\nb: 2\n...\n", "a")
    assert not found
    assert [(document.value, document.line) for document in documents] == [
        ({"a": 1}, 2),
        ({"b": 2}, 5),
    ]


def test_documents_before_a_syntax_error_are_kept() -> None:
    """A syntax error ends the file where it stands."""
    documents, found = load(b"a: 1\n---\nb: [\n", "a")
    assert [document.value for document in documents] == [{"a": 1}]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("path", "key", "place"),
    [
        ((), False, "1:1"),
        (("a",), False, "1:4"),
        (("a",), True, "1:1"),
        (("b",), False, "3:3"),
        (("b",), True, "2:1"),
        (("b", "ü", 1), False, "3:10"),
        (("b", "ü", 1, "d"), False, "3:14"),
        (("b", "ü", 1, "d"), True, "3:11"),
        (("b", "ü", 1), True, "3:10"),
        (("b", "missing", "x"), False, "2:1"),
        (("b", "ü", 9), False, "3:3"),
        (("a", "x"), False, "1:1"),
        (("missing",), False, "1:1"),
        (("c",), False, "5:3"),
        (("b", "ü", "d"), True, "3:3"),
    ],
)
def test_every_value_and_key_has_a_place(
    path: tuple[str | int, ...], *, key: bool, place: str
) -> None:
    """Columns count characters from 1; a missing path is shown at its nearest ancestor's key."""
    document = one("a: 1\nb:\n  ü: [ä, {d: 2}]\nc:\n  null\n")
    assert str(document.origin(path, key=key)) == f"a.yaml:{place}"


@pytest.mark.parametrize("text", ["? a", "? a\n\n? b\n", "a:\n\n", "a:"])
def test_a_value_that_was_left_out_stands_at_its_key(text: str) -> None:
    """The place of nothing is never on a later line, or behind the end of the file."""
    document = one(text)
    assert document.value["a"] is None
    assert document.origin(("a",)).line == 1


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:  # noqa: ANN401 - any YAML value
    """Every path into a value."""
    steps: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        steps = list(value.items())
    elif isinstance(value, list):
        steps = list(enumerate(value))
    return [path] + [deeper for step, child in steps for deeper in paths(child, (*path, step))]


def check_places(text: bytes) -> None:
    """No exception, and every place lies in the text or just behind the end of a line."""
    documents, found = load(text, "a")
    assert documents or found
    lines = text.decode(errors="replace").removeprefix("\ufeff").split("\n")
    places = [each.origin for each in found]
    for document in documents:
        for path in paths(document.value):
            places += [document.origin(path), document.origin(path, key=True)]
    for place in places:
        if place.line:
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@given(st.binary(max_size=80))
def test_any_bytes_give_documents_or_findings(text: bytes) -> None:
    """The reader never raises, whatever the bytes."""
    check_places(text)


@given(st.text(alphabet=" \n\t-:?[]{}&*!|>'\"%@`#,abn01.~<=\r\\éx_", max_size=60))
def test_any_yaml_like_text_gives_documents_or_findings(text: str) -> None:
    """The reader never raises for text made of the marks of YAML."""
    check_places(text.encode())
