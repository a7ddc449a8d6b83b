"""What can be wrong with a board that was exported from Grafana, or with its name there."""

from __future__ import annotations

from generator.diagnostics import Code, Severity

PANEL = '{"type": "timeseries", "title": "Up", "targets": [{"refId": "A", "expr": "max(up)"}]}'
BOARD = f'{{"uid": "serving", "title": "Serving", "panels": [{PANEL}]}}\n'

BROKEN = Code(
    "DASH521",
    "export-is-no-json",
    "What cannot be read cannot be delivered; Grafana would leave the board out in silence.",
    BOARD.replace("}]}\n", "}}\n"),
    BOARD,
)
NOT_A_BOARD = Code(
    "DASH522",
    "export-is-no-board",
    "A list, a data source or half a board in the folder of boards is a mistake: Grafana would "
    "show an empty board, or none.",
    f"[{BOARD.strip()}]\n",
    BOARD,
)
NEWER = Code(
    "DASH523",
    "export-of-the-newer-format",
    "Boards get to Grafana as files, and its reader of files takes the classic format only; a "
    "board of the newer one never appears, and one line of a log is all that says so.",
    '{"apiVersion": "dashboard.grafana.app/v2", "kind": "Dashboard", '
    '"metadata": {"name": "serving"}, '
    '"spec": {"title": "Serving", "elements": {}, "layout": {}}}\n',
    BOARD,
)
BAD_UID = Code(
    "DASH524",
    "uid-that-grafana-refuses",
    "The uid is the address of a board. Grafana makes a new one up for a board without, so links "
    "break; one that is too long, or has other signs, it refuses.",
    BOARD.replace("serving", "serving/team"),
    BOARD,
)
NO_TITLE = Code(
    "DASH525",
    "export-without-a-title",
    "Grafana refuses a board without a title.",
    BOARD.replace('"title": "Serving", ', ""),
    BOARD,
)
NO_QUERY = Code(
    "DASH526",
    "exported-panel-without-query",
    "A panel that asks nothing shows nothing, and looks like a calm day.",
    BOARD.replace('"expr": "max(up)"', "").replace('{"refId": "A", }', ""),
    BOARD,
    Severity.WARNING,
)
