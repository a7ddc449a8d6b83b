"""Values of keys whose names say that they are secret.

The word has to end the key, for what follows it tells that a secret is elsewhere: ``passwordKey``,
``token_file`` and ``secretName`` are references.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.diagnostics.secrets.found import Found, placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

WHAT = "a secret, as its key says"
LONG = 8
VARIABLE_NAME = re.compile(r"[A-Z]+(?:_[A-Z]+)+")
# Whatever they are set to is a secret, even a word.
ALWAYS = (
    "passw(?:or)?d",
    "passphrase",
    "(?:api|auth|fernet|signing|encryption|secret_?access|routing|service|integration)_?key",
    "(?:client|jwt|session|cookie|shared|consumer|oauth)_?secret",
)
# These may be set to the name of an object; a secret has digits before its end.
UNLESS_A_NAME = ("token", "pwd", "(?:secret|access|private|account|master)_?key", "credentials?")


def _ending(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(words)})$".replace("_?", "[-_]?"), re.IGNORECASE)


HINTS = ("passw", "passphrase", "key", "secret", "token", "pwd", "credential")
SURE, SECRET = _ending(ALWAYS), _ending((*ALWAYS, *UNLESS_A_NAME))
QUOTED = r"\"(?P<double>[^\"\n]{3,200})\"|'(?P<single>[^'\n]{3,200})'"
# One word, up to the end of the line or of the item.
PLAIN = r"(?P<plain>[^\s\"'{}\[\],#|>(][^\s\"'{}\[\],()]{2,200})(?=[ \t]*(?:[,}\]\n\r#]|\Z))"
BLOCK = r"(?:[|>][-+0-9]{0,2}[ \t]*\n[ \t]*)?"
VALUE = re.compile(rf"[ \t]*{BLOCK}(?:{QUOTED}|{PLAIN})")
KEY = re.compile(r"(?<![\w./-])([\w./-]+)[\"']?[ \t]*(?::(?=[\s\"'])|=(?![=~]))")
# An environment variable in Kubernetes: its value stands beside its name.
VARIABLE = re.compile(r"name[\"']?:[ \t]*[\"']?([\w.-]+)[\"']?,?\s+[\"']?value[\"']?:")


def find(text: str, *, code: bool) -> Iterator[Found]:
    """Each value of such a key; in ``code`` only what is in quotes."""
    lower = text.lower()
    if not any(hint in lower for hint in HINTS):  # most files have none, and this is quick
        return
    for pattern in (KEY, VARIABLE):
        for key in pattern.finditer(text):
            named = SECRET.search(key[1]) and not key[1].startswith("checksum/")
            value = VALUE.match(text, key.end()) if named else None
            group = (value and value.lastgroup) or ""
            if value and not (code and group == "plain") and _tells(key[1], value[group]):
                yield Found(WHAT, *value.span(group))


def _tells(key: str, value: str) -> bool:
    if placeholder(value) or VARIABLE_NAME.fullmatch(value):
        return False
    odd = any(map(str.isdigit, value.rstrip("0123456789")))
    return bool(SURE.search(key)) or (odd and len(value) >= LONG)
