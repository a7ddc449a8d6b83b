"""Secrets of services whose tokens have a form of their own.

Each pattern begins with letters, which is what makes its search quick; it need not fit exactly,
since a secret that somebody cut short is worth a question too. A group, if there is one, is the
secret.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.diagnostics.secrets.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = "[A-Za-z0-9_-]"
PRIVATE = "PRIVATE KEY"
SENT = r" *(?=\S*[0-9=])([A-Za-z0-9._~+/-]{16,}=*)"
# fmt: off
FORMS = tuple((what, re.compile(pattern)) for what, pattern in (
    ("an access key of AWS", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])"),
    ("a token of GitHub", r"gh[opsur]_[A-Za-z0-9]{30,}"),
    ("a token of GitHub", rf"github_pat_{WORD}{{22,}}"),
    ("a token of GitLab", rf"gl(?:pat|ptt|rt|dt|ft|soat|cbt|imt|agent)-{WORD}{{20,}}"),
    ("a webhook of Slack", r"hooks\.slack\.com/((?:services|workflows|triggers)/[\w/+-]{15,})"),
    ("a token of Slack", r"xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,}"),
    ("a token of Slack", r"xapp-[0-9]-[A-Za-z0-9-]{10,}"),
    ("an integration of PagerDuty", r"events\.(?:eu\.)?pagerduty\.com/integration/(\w{20,})"),
    ("a webhook of Microsoft Teams", r"webhook\.office\.com/(webhookb2/\S{20,})"),
    ("a signature in a link of Azure", r"sig=(?<=[?&]sig=)([\w%+/-]{20,})"),
    ("a webhook of Discord", rf"discord(?:app)?\.com/api/(webhooks/\d+/{WORD}{{20,}})"),
    ("a token of Telegram", rf"bot(\d{{8,10}}:{WORD}{{35}})"),
    ("a link of a dead man's switch", r"hc-ping\.com/([0-9a-zA-Z-]{20,})"),
    ("a link of a dead man's switch", r"nosnch\.in/([0-9a-f]{8,})"),
    ("a token of Grafana", r"gl(?:sa|c)_[A-Za-z0-9+/_=]{20,}"),
    ("an API key of Google", rf"AIza{WORD}{{30,}}"),
    ("a secret of Google", rf"GOCSPX-{WORD}{{20,}}"),
    ("a key of Azure storage", r"AccountKey=([A-Za-z0-9+/]{40,}={0,2})"),
    ("an API key of a model provider",
     rf"sk-(?<![\w-]sk-)(?=\S*[0-9])(?=\S*[A-Z]){WORD}{{20,}}"),
    ("a token of Hugging Face", r"hf_[A-Za-z0-9]{30,}"),
    ("a token of npm", r"npm_[A-Za-z0-9]{36}"),
    ("a token of PyPI", rf"pypi-AgE{WORD}{{20,}}"),
    ("a key of Stripe", r"k_live_[A-Za-z0-9]{16,}"),
    ("a key of SendGrid", rf"SG\.{WORD}{{16,}}\.{WORD}{{16,}}"),
    ("a token of Vault", rf"hv[sbr]\.{WORD}{{24,}}"),
    ("a token of Docker Hub", rf"dckr_[po]at_{WORD}{{20,}}"),
    ("a token of Databricks", r"dapi[0-9a-f]{32}"),
    ("a key of age", r"AGE-SECRET-KEY-1[A-Z0-9]{50,}"),
    ("a hash of a password", r"\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}"),
    ("a JSON web token", rf"eyJ{WORD}{{10,}}\.eyJ{WORD}{{10,}}\.{WORD}*"),
    ("a private key", rf"-----BEGIN (?:[A-Z0-9]+ )*{PRIVATE}(?s:.*?)(?:{PRIVATE}[A-Z ]*-----|\Z)"),
    ("a password in a link", r"://[^\s/:@\"'<>{}$]*:([^\s/:@\"'<>{}$]{3,})@"),
    ("a header with a password", rf"earer {SENT}"),
    ("a header with a password", rf"asic {SENT}"),
    ("an integration of PagerDuty",
     r"ager[Dd]uty(?s:.){0,120}?(?<![0-9a-zA-Z])([0-9a-f]{32}|R[0-9A-Z]{31})(?![0-9a-zA-Z])"),
))
# fmt: on


def find(text: str) -> Iterator[Found]:
    """Everything that has one of the forms."""
    for what, pattern in FORMS:
        for match in pattern.finditer(text):
            start, end = match.span(match.lastindex or 0)
            yield Found(what, start, end)
