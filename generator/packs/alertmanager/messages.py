"""What people read: Go templates for the messages of all receivers.

The first line says what and who, for it is all that a phone shows. An alert brings the current
value and the threshold in its own texts. Texts and labels are data: nothing in them is ever run as
a template, and each form escapes what its reader would take for markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

FILE = "watchkeeper.tmpl"
WHERE_FILE = "environment.tmpl"
MOST = 5  # alerts told in full in one message; a phone shows hardly two


@dataclass(frozen=True, slots=True)
class Form:
    """How one kind of reader wants text: values, line breaks, and a link with a name."""

    name: str
    types: tuple[str, ...]  # of receivers
    show: str = "{{ . }}"
    line: str = "\n"
    link: str = "Silence: URL"


FORMS = (
    Form("plain", ("email", "opsgenie", "pagerduty", "webhook")),
    # Slack reads <...> as a link, or as a call to everybody in the channel.
    Form("slack", ("slack",), '{{ template "watchkeeper.escaped" . }}', link="<URL|Silence>"),
    Form("teams", ("msteams",), line="\n\n"),  # a card joins lines that no empty line parts
)

# `VALUE` stands for how a form shows a value, a backslash and n for its line break.
TITLE = r"""
{{ define "watchkeeper.FORM.summary" -}}
{{ with .Annotations.summary }}VALUE{{ else }}{{ with .Labels.alertname }}VALUE
{{- else }}an alert without a name{{ end }}{{ end }}
{{- end }}

{{ define "watchkeeper.FORM.title" -}}
{{ if eq .Status "resolved" }}RESOLVED{{ else if .CommonLabels.severity }}
{{- with .CommonLabels.severity | toUpper }}VALUE{{ end }}{{ else }}ALERT{{ end }} in {{/* */ -}}
{{ template "watchkeeper.where" }} for
{{- with .CommonLabels.team }} VALUE{{ else }} several{{ end }}: {{ if eq (len .Alerts) 1 }}
{{- template "watchkeeper.FORM.summary" index .Alerts 0 }}{{ else }}{{ len .Alerts }} x {{/* */ -}}
{{ with .CommonLabels.alertname }}VALUE{{ else }}alerts{{ end }}{{ end }}
{{- end }}
"""
ALERT = r"""
{{ define "watchkeeper.FORM.alert" -}}
{{ template "watchkeeper.FORM.summary" . }}
{{- with .Annotations.description }}\nVALUE{{ end }}\n
{{- with .Labels.alertname }}VALUE, {{ end }}
{{- with .Labels.model_name }}model VALUE, {{ end }}
{{- with .Labels.tier }}tier VALUE, {{ end }}
{{- with .Labels.service }}service VALUE, {{ end }}
{{- with .Labels.namespace }}namespace VALUE, {{ end }}
{{- with .Labels.team }}owner VALUE, {{ end }}
{{- if eq .Status "resolved" }}over since {{ .EndsAt.UTC.Format "15:04" }}
{{- else }}since {{ .StartsAt.UTC.Format "15:04" }}{{ end }} UTC
{{- with .Annotations.runbook_url }}\nRunbook: VALUE{{ end }}
{{- with .Annotations.dashboard_url }}\nDashboard: VALUE{{ end }}
{{- end }}

{{ define "watchkeeper.FORM.alerts" -}}
{{ range $i, $alert := .Alerts }}{{ if lt $i MOST }}{{ if $i }}\n\n{{ end }}
{{- template "watchkeeper.FORM.alert" . }}{{ end }}{{ end }}
{{- if gt (len .Alerts) MOST }}\n\nThe first MOST of {{ len .Alerts }} alerts.{{ end }}
{{- end }}

{{ define "watchkeeper.FORM.text" -}}
{{ template "watchkeeper.FORM.alerts" . }}SILENCE
{{- end }}
"""
SILENCE = r"""
{{- if eq .Status "firing" }}\n\nNAMED{{ end }}"""
ESCAPED = r"""
{{ define "watchkeeper.escaped" -}}
{{ . | reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;" }}
{{- end }}
"""
SILENCE_URL = r"""
{{ define "watchkeeper.silence" -}}
{{ .ExternalURL }}/#/silences/new?filter=%7B
{{- range $i, $label := .CommonLabels.SortedPairs }}{{ if $i }}%2C{{ end }}
{{- $label.Name }}%3D{{ printf "%q" $label.Value | urlquery | reReplaceAll "[+]" "%20" }}
{{- end }}%7D
{{- end }}
"""
RUNBOOK = r"""
{{ define "watchkeeper.link" -}}
{{ with .CommonAnnotations.runbook_url }}{{ . }}{{ end }}
{{- end }}
"""
HTML = r"""
{{ define "watchkeeper.html" -}}
<h3>{{ template "watchkeeper.plain.title" . }}</h3>
<p style="white-space: pre-line">{{ template "watchkeeper.plain.alerts" . }}</p>LINK
{{- end }}
"""
# In a mail a link escapes by itself, and would not take text that is escaped already.
LINK = r"""
{{- if eq .Status "firing" }}<p><a href="{{ .ExternalURL }}/#/silences/new?filter=%7B
{{- range $i, $label := .CommonLabels.SortedPairs }}{{ if $i }}%2C{{ end }}
{{- $label.Name }}%3D{{ printf "%q" $label.Value }}{{ end }}%7D">Silence</a></p>{{ end }}"""


def messages(types: Collection[str], *, silence: bool) -> str:
    """The templates that receivers of these types use.

    A link to a silence is there only where people can open Alertmanager.
    """
    text = TITLE + ALERT.replace("SILENCE", SILENCE * silence)
    forms = [form for form in FORMS if any(each in types for each in form.types)]
    parts = [*(_form(text, form) for form in forms), RUNBOOK]
    if any("watchkeeper.escaped" in form.show for form in forms):
        parts.append(ESCAPED)
    if silence:
        parts.append(SILENCE_URL)
    if "email" in types:
        parts.append(HTML.replace("LINK", LINK * silence))
    return "".join(parts).strip() + "\n"


def where(environment: str) -> str:
    """What messages call the environment; alerts on logs do not say it themselves."""
    return f'{{{{ define "watchkeeper.where" }}}}{environment}{{{{ end }}}}\n'


def _form(text: str, form: Form) -> str:
    line = '{{ "' + form.line.replace("\n", r"\n") + '" }}'
    link = form.link.replace("URL", '{{ template "watchkeeper.silence" . }}')
    shown = text.replace(r"\n", line).replace("VALUE", form.show).replace("NAMED", link)
    return shown.replace("FORM", form.name).replace("MOST", str(MOST))
