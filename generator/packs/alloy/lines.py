"""What is done to every log line: its level, its trace, and what becomes a label.

The line itself stays as it was written. To read only the message of JSON lines, a query ends in
``| json | line_format "{{.message}}"``; what a stage cut away nobody could look for.
"""

from generator.alloy import Block
from generator.catalog import stages

# Each of them has few values. Everything else that is known of a line is structured metadata,
# because Loki keeps one stream, and soon one file, for each set of labels.
LABELS = ("job", "namespace", "app", "container", "level")
POD = ("pod", "node")

# The names that loggers give to the parts of a JSON line.
LEVELS = ("level", "severity", "levelname", "log_level", "loglevel", "lvl")

_WORDS = "TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|CRITICAL|FATAL|PANIC"
# From the weakest hint to the strongest: a later one that matches counts.
_FOUND = (
    # Upper case only, and near the beginning: "no error" is no error.
    rf"^(?:.{{0,160}}?[\s\[(|])?(?P<level>{_WORDS})(?:[\s\]):|,]|$)",
    r"^.{0,80}?\[(?P<level>debug|info|warning|error|critical)\s*\]",  # structlog
    r"^(?P<level>[IWEF])\d{4} \d{2}:\d{2}:\d{2}\.\d+ ",  # klog, glog
    r'(?:^|\s)(?:level|lvl|severity)="?(?P<level>[A-Za-z]+)',
    rf'^\s*\{{.*?"(?:{"|".join(LEVELS)})":\s*"(?P<level>[A-Za-z]+)"',
)
_NORMAL = (
    ("debug", ("trace", "debug")),
    ("info", ("info", "information", "notice", "normal", "i")),
    ("warn", ("warn", "warning", "w")),
    ("error", ("error", "err", "e")),
    ("critical", ("critical", "fatal", "panic", "alert", "emergency", "f")),
)
# 32 hexadecimal digits, so that the 0 of a logger without a span is none.
_TRACE = (
    r'(?i:trace[_.]?id)["=: ]+(?P<trace_id>[0-9a-f]{32})(?:[^0-9a-f]|$)',
    r'(?i:span[_.]?id)["=: ]+(?P<span_id>[0-9a-f]{16})(?:[^0-9a-f]|$)',
)


def first() -> tuple[Block, ...]:
    """The steps before those of packs."""
    return (
        stages.stage("cri"),
        # A line that begins with a blank goes on with the one before: tracebacks, stack traces.
        stages.join(r"^\S", wait="1s"),
        stages.drop(r'" 200 .*"kube-probe/', "answered probe"),
        *(stages.find(each) for each in (*_FOUND, *_TRACE)),
    )


def last(metadata: tuple[str, ...]) -> tuple[Block, ...]:
    """The steps after those of packs; ``metadata`` are the fields of pods that they asked for."""
    return (
        normal_level(),
        stages.labels("level"),
        stages.metadata(*POD, *metadata, "trace_id", "span_id"),
        # They differ for each container that ever ran.
        stages.without("filename", "stream"),
    )


def normal_level() -> Block:
    """One spelling for each level; what is no level is forgotten."""
    cases = " else if ".join(
        f"has $word (list {_quoted(words)}) }}}}{level}{{{{" for level, words in _NORMAL
    )
    text = f"{{{{ with .Value }}}}{{{{ $word := lower . }}}}{{{{ if {cases} end }}}}{{{{ end }}}}"
    return stages.template("level", text)


def _quoted(words: tuple[str, ...]) -> str:
    return " ".join(f'"{word}"' for word in words)
