"""Every way in which a file can fail before its meaning is looked at.

An empty ``wrong`` says that no text can show the finding: a size, a link, a permission.
"""

from generator.diagnostics import Code

_RIGHT = """\
apiVersion: watchkeeper/v1
kind: Model
metadata: {name: churn}
spec: {owner: ml-risk, tier: 1, task: classification}
"""


def _code(number: int, name: str, why: str, wrong: str | bytes) -> Code:
    return Code(f"SPEC{number}", name, why, wrong, _RIGHT)


def _tier(value: str) -> str:
    return _RIGHT.replace("tier: 1", f"tier: {value}")


def _owner(value: str) -> str:
    return _RIGHT.replace("ml-risk", value)


SYNTAX = _code(
    101,
    "not-yaml",
    "The text breaks the grammar of YAML, so nothing after this place can be read.",
    _RIGHT.replace("classification}", "classification"),
)
TAB = _code(
    102,
    "tab-as-indentation",
    "YAML indents with spaces only; how deep a tab goes is not defined.",
    "apiVersion: watchkeeper/v1\nkind: Model\nmetadata:\n\tname: churn\n",
)
DUPLICATE_KEY = _code(
    103,
    "duplicate-key",
    "Most readers keep the last of two equal keys and say nothing, so one line has no effect.",
    _RIGHT.replace("tier: 1", "tier: 1, tier: 2"),
)
YES_NO = _code(
    104,
    "unquoted-yes-or-no",
    "YAML 1.1 reads y, n, yes, no, on and off as true or false, YAML 1.2 reads them as text: the"
    " editor and the cluster may disagree about the same line.",
    _owner("no"),
)
CAPITAL = _code(
    105,
    "unusual-true-false-or-null",
    "There is one spelling for each of true, false and null, so that a search finds them all.",
    _tier("~"),
)
BASE_SIXTY = _code(
    106,
    "base-sixty-number",
    "YAML 1.1 reads digits with colons as a number in base sixty: 12:30 becomes 750.",
    _owner("12:30"),
)
OCTAL = _code(
    107,
    "octal-number",
    "YAML 1.1 and 1.2 read a leading zero differently: 010 is 8 to one and 10 to the other.",
    _tier("01"),
)
HEXADECIMAL = _code(
    108,
    "hexadecimal-or-binary-number",
    "Numbers are decimal here; the versions of YAML disagree about other bases.",
    _tier("0x1"),
)
DATE = _code(
    109,
    "unquoted-date",
    "YAML 1.1 turns a date into a point in time, YAML 1.2 leaves the text.",
    _owner("2026-01-31"),
)
EXPONENT = _code(
    110,
    "exponent-number",
    "YAML 1.1 reads 1e3 as text and YAML 1.2 as the number 1000.",
    _tier("1e0"),
)
DECORATED_NUMBER = _code(
    111,
    "decorated-number",
    "A plus sign, an underscore or a missing digit beside the point is a number to some readers"
    " and text to others.",
    _tier("+1"),
)
NOT_FINITE = _code(
    112,
    "infinity-or-not-a-number",
    "No threshold can be compared with infinity or with something that is not a number.",
    _tier(".inf"),
)
LONG_NUMBER = _code(
    113,
    "number-too-long",
    "A number this long is not kept exactly: Prometheus computes with 64-bit floats.",
    _tier("1" * 30),
)
MERGE = _code(
    114,
    "merge-key",
    "`<<` and `=` are instructions to YAML 1.1 and plain text to YAML 1.2.",
    _RIGHT.replace("tier: 1", "<<: {tier: 1}"),
)
TAG = _code(
    115,
    "tag",
    "A tag (!name) asks the reader to build something else than what is written.",
    _tier("!!int 1"),
)
ANCHOR = _code(
    116,
    "anchor-or-alias",
    "With anchors (&name) and aliases (*name) a line cannot be understood alone, and a short file"
    " can grow without bound.",
    _tier("&one 1"),
)
KEY_NOT_TEXT = _code(
    117,
    "key-that-is-no-text",
    "Every key is text; a number, a boolean or a list as a key is read differently everywhere.",
    _RIGHT.replace("tier: 1", "tier: 1, 5: x"),
)
TOO_DEEP = _code(
    118,
    "nested-too-deep",
    "No spec nests deeper than a few levels; a file that does is a mistake or an attack.",
    _tier("[" * 40 + "]" * 40),
)
NOT_A_MAPPING = _code(
    119,
    "document-is-no-mapping",
    "A spec is a mapping of keys to values, starting with apiVersion and kind.",
    "- kind: Model\n",
)
EMPTY = _code(
    120,
    "empty-file",
    "A file without a document declares nothing; it is probably unfinished or lost its content.",
    "# a model is to be written here\n",
)
TOO_LARGE = _code(
    121,
    "file-too-large",
    "A spec is a few kilobytes; more than 1 MiB is another kind of file.",
    "",
)
NOT_UTF8 = _code(
    122,
    "not-utf8",
    "Text is UTF-8; any other bytes would be read differently on every machine.",
    b"kind: \xff\n",
)
CONTROL = _code(
    123,
    "control-character",
    "An invisible character makes the file show something else than what is read.",
    "kind: Mod\x07el\n",
)
UNREADABLE = _code(124, "unreadable-file", "What cannot be opened cannot be compiled.", "")
BAD_LINK = _code(
    125,
    "link-outside-or-loop",
    "A link out of the folder, or to itself, makes the result depend on the machine.",
    "",
)
DIRECTIVE = _code(
    126,
    "yaml-directive",
    "A line that starts with % changes how the rest is read; every spec is read in one way.",
    "%YAML 1.1\n---\n" + _RIGHT,
)
