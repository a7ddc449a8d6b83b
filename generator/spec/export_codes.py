"""What can be wrong with a board that was exported from Grafana, or with its name there."""

from __future__ import annotations

from generator.diagnostics import Code, Severity
from generator.spec.board_limits import LONGEST_TITLE

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
    "title-that-grafana-refuses",
    f"Grafana refuses a board without a title, and one of more than {LONGEST_TITLE} characters.",
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
OTHER_KIND = Code(
    "DASH527",
    "value-of-another-kind",
    "Grafana's pages expect text, numbers, lists and objects in their places; with something else "
    "there a board does not open, or a panel of it stays empty.",
    BOARD.replace('"panels"', '"time": "now", "panels"'),
    BOARD,
)
REARRANGED = Code(
    "DASH528",
    "export-that-grafana-rearranges",
    "Panels that overlap, or reach past column 24, are moved, and of two with one number one gets "
    "another: what people see, and where links lead, is not what the file says.",
    BOARD.replace("}]}\n", f"}}, {PANEL}]}}\n").replace('"Up", ', '"Up", "id": 1, '),
    BOARD,
    Severity.WARNING,
)
FOLDER_LOST = Code(
    "DASH529",
    "folder-of-an-export-lost",
    "A board is in the folder that its file is in. Grafana's interface names another one beside "
    "it, which files do not carry.",
    f'{{"meta": {{"folderTitle": "Serving"}}, "dashboard": {BOARD.strip()}}}\n',
    f'{{"meta": {{"folderTitle": "General"}}, "dashboard": {BOARD.strip()}}}\n',
    Severity.WARNING,
)
