"""What can be wrong with the shape of a spec, one code per kind of mistake."""

from __future__ import annotations

from generator.diagnostics import Code
from generator.spec.examples import HEAD, model

GOOD = HEAD + "spec: {owner: ml-risk, tier: 1, task: classification}\n"
PLATFORM = (
    "apiVersion: watchkeeper/v1\nkind: Platform\nmetadata: {name: p}\nspec:\n  owner: ml-risk\n"
    "  runbooks: https://example.org\n  environments: [{name: dev, cluster: dev}]\n"
    "  alerting:\n    receivers:\n"
    "      - {name: chat, type: slack, secretRef: {name: receivers, key: chat}}\n"
    "      - {name: pager, type: pagerduty, secretRef: {name: receivers, key: pager}}\n"
)
TEAM = (
    "apiVersion: watchkeeper/v1\nkind: Team\nmetadata: {name: t}\nspec:\n"
    "  receivers: {page: chat, ticket: chat}\n"
)

UNKNOWN_KEY = Code(
    "SPEC130",
    "unknown-key",
    "A key that nobody reads is a threshold that nobody checks, "
    "so keys are never skipped in silence.",
    model("errorRat: {max: 5%}"),
    model("errorRate: {max: 5%}"),
)
MISSING_KEY = Code(
    "SPEC131",
    "missing-key",
    "Without this key the document has no meaning; there is no sensible default for it.",
    HEAD + "spec: {owner: ml-risk, task: classification}\n",
    GOOD,
)
UNKNOWN_VALUE = Code(
    "SPEC132",
    "unknown-value",
    "Only a few values are possible here; another one would select nothing.",
    HEAD + "spec: {owner: ml-risk, tier: 1, task: clasification}\n",
    GOOD,
)
NOT_A_RATIO = Code(
    "SPEC133",
    "not-a-ratio",
    "Ratios run from 0 to 1. A floor of 80 can never be reached, so its alert would fire for ever.",
    model("errorRate: {max: 5}"),
    model("errorRate: {max: 0.05}"),
)
NOT_A_DURATION = Code(
    "SPEC134",
    "not-a-duration",
    "A bare number could be seconds, minutes or milliseconds; the unit is part of the value.",
    model("freshness: {trained: 30}"),
    model("freshness: {trained: 30d}"),
)
NOT_A_SIZE = Code(
    "SPEC135",
    "not-a-size",
    "Sizes carry a binary unit, as in Kubernetes quantities.",
    PLATFORM + "  metrics: {storage: 50 GB}\n",
    PLATFORM + "  metrics: {storage: 50Gi}\n",
)
NOT_A_NAME = Code(
    "SPEC136",
    "not-a-name",
    "Names become label values, file names and Kubernetes object names, "
    "so they must be DNS labels.",
    GOOD.replace("name: example", "name: Churn Model"),
    GOOD.replace("name: example", "name: churn-model"),
)
NOT_A_LINE = Code(
    "SPEC137",
    "not-a-line-of-text",
    "Free text is shown on one line in runbooks and reviews.",
    model('description: "first\\nsecond"'),
    model("description: Predicts who will leave, says the “churn” team"),
)
NOT_A_LINK = Code(
    "SPEC138",
    "not-a-link",
    "The link goes into every alert; a broken one is found by the person who needs it at night.",
    NOT_A_SIZE.right.replace("https://example.org", "runbooks"),
    NOT_A_SIZE.right,
)
NOT_A_NUMBER = Code(
    "SPEC139",
    "not-a-number",
    "The rules compare with this value, so it must be a number and not text.",
    model('quality: {rmse: {max: "3.2"}}'),
    model("quality: {rmse: {max: 3.2}}"),
)
NO_BUDGET = Code(
    "SPEC140",
    "objective-without-budget",
    "An objective of 100 % leaves no error budget: one failed request in a month would page.",
    model("objectives: {availability: {target: 100%}}"),
    model("objectives: {availability: {target: 99.9%}}"),
)
UNKNOWN_ZONE = Code(
    "SPEC141",
    "unknown-time-zone",
    "Working hours are computed in this zone.",
    TEAM + "  timeZone: Berlin\n",
    TEAM + "  timeZone: Europe/Berlin\n",
)
WRONG_SHAPE = Code(
    "SPEC142",
    "wrong-shape",
    "A mapping, a list and a single value are not interchangeable.",
    model("errorRate: 5%"),
    model("errorRate: {max: 5%}"),
)
OUT_OF_RANGE = Code(
    "SPEC143",
    "out-of-range",
    "The value lies where no measurement can be, so an alert would always or never fire, "
    "or beyond what the stack can do, so it would be something else in silence.",
    model("traffic: {min: -1}"),
    model("traffic: {min: 1}"),
)
UNKNOWN_KIND = Code(
    "SPEC144",
    "unknown-kind",
    "The kind decides what the document means; one that is not known is not read at all.",
    GOOD.replace("kind: Model", "kind: Modle"),
    GOOD,
)
NOT_TOGETHER = Code(
    "SPEC146",
    "keys-that-do-not-go-together",
    "Each of the keys is right by itself, but a server that was given them so would refuse them "
    "or follow only one.",
    PLATFORM + "  metrics: {remoteWrite: [{url: https://example.org, "
    "tls: {cert: {name: ours, key: tls.crt}}}]}\n",
    PLATFORM + "  metrics: {remoteWrite: [{url: https://example.org, "
    "tls: {cert: {name: ours, key: tls.crt}, key: {name: ours, key: tls.key}}}]}\n",
)
NOT_OF_THE_FORM = Code(
    "SPEC145",
    "not-of-the-form",
    "Host names, versions, times of day and the like go into configuration files as they are; "
    "one of another form would be refused, or read as something else, far from here.",
    PLATFORM + "  charts: {loki: {version: 18.x}}\n",
    PLATFORM + "  charts: {loki: {version: 18.11.0}}\n",
)
