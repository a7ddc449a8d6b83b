"""Boards as pages that need nothing else: no script, no network, a drawing in each panel."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from generator.ir.boards import PanelKind
from generator.preview import head, style, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.ir.boards import Board, Link, Panel, Row
    from generator.preview.answers import Answered

ROOMY = 6  # columns: a narrower head has room for the title alone
SHADES = "".join(f"td.{name}{{color:{shade}}}" for name, shade in style.SHADES.items())
CSS = f"""
*{{box-sizing:border-box}}
body{{margin:0;background:{style.GROUND};color:{style.TEXT};font:14px/1.4 {style.FONT}}}
main{{max-width:{style.WIDE + 32}px;margin:0 auto;padding:16px}}
a{{color:{style.LINK}}}
h1{{font-size:22px;margin:0}}h2{{font-size:14px;margin:0;align-self:end}}
h3{{font-size:13px;margin:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}}
header p{{margin:4px 0;color:{style.MUTED}}}
.top{{display:flex;justify-content:space-between;gap:16px;flex-wrap:wrap;align-items:baseline}}
dl{{display:flex;flex-wrap:wrap;gap:4px 20px;margin:8px 0 4px}}
dl div{{display:flex;gap:6px}}dt{{color:{style.MUTED}}}dd{{margin:0}}
.grid{{display:grid;grid-template-columns:repeat(24,minmax(0,1fr));grid-auto-rows:{style.UNIT}px;
gap:{style.GAP}px}}
section{{background:{style.CARD};border:1px solid {style.EDGE};border-radius:4px;display:flex;
flex-direction:column;min-width:0;min-height:0;overflow:hidden}}
section>div.t{{display:flex;gap:10px;align-items:center;padding:0 12px;height:{style.HEADER}px;
flex:none;white-space:nowrap}}
.t a{{font-size:12px}}.t nav{{display:flex;gap:10px;overflow:hidden;margin-left:auto}}
section svg{{display:block;width:100%;height:100%;min-height:0;flex:1}}
.scroll{{overflow:auto;flex:1}}
table{{border-collapse:collapse;width:100%;font-size:12px}}
th,td{{padding:5px 10px;text-align:left;border-top:1px solid {style.EDGE};white-space:nowrap}}
th{{color:{style.MUTED};border:0;position:sticky;top:0;background:{style.CARD}}}
.n{{text-align:right;font-variant-numeric:tabular-nums}}{SHADES}
.boards{{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(360px,100%),1fr));gap:16px;
padding:0;list-style:none}}
.boards li{{background:{style.CARD};border:1px solid {style.EDGE};border-radius:4px;padding:12px}}
.boards img{{width:100%;height:220px;object-fit:cover;object-position:top;border-radius:3px}}
@media(max-width:1000px){{.grid{{display:flex;flex-wrap:wrap}}
.grid>*{{flex:1 1 100%}}section.stat{{flex:1 1 160px}}section.stat svg{{height:120px}}
section svg{{height:auto}}h2{{margin:16px 0 0}}}}
"""


def board(found: Answered, bodies: Mapping[int, str]) -> str:
    """The page of one board."""
    shown = found.board
    rows = "".join(part for row in shown.rows for part in _row(row, found, bodies))
    facts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in head.facts(found)
    )
    links = "".join(f" · {_link(each)}" for each in shown.links if _outside(each))
    body = (
        f'<header><div class="top"><h1>{escape(shown.title)}</h1><span>{head.LABEL}</span></div>'
        f"<p>{escape(shown.description)}</p><dl>{facts}</dl>"
        f'<p><a href="index.html">All boards</a>{links}</p></header><div class="grid">{rows}</div>'
    )
    return _page(shown.title, body)


def index(boards: Iterable[Board]) -> str:
    """The page that leads to all boards."""
    items = "".join(
        f'<li><a href="{each.uid}.html"><img src="{each.uid}.png" alt="Picture of the board '
        f'{escape(each.title)}"></a><h3><a href="{each.uid}.html">{escape(each.title)}</a></h3>'
        f"<p>{escape(each.description)}</p></li>"
        for each in boards
    )
    body = (
        f'<header><div class="top"><h1>Boards</h1><span>{head.LABEL}</span></div></header>'
        f'<ul class="boards">{items}</ul>'
    )
    return _page("Boards", body)


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<link rel="icon" href="data:,">'  # else browsers ask for one
        f"<title>{escape(title)} ({head.LABEL})</title><style>{CSS}</style></head>"
        f"<body><main>{body}</main></body></html>\n"
    )


def _row(row: Row, found: Answered, bodies: Mapping[int, str]) -> Iterator[str]:
    yield f'<h2 style="grid-column:1/-1;grid-row:{row.y + 1}">{escape(row.title)}</h2>'
    for panel in row.panels:
        yield _panel(panel, _body(panel, found, bodies[panel.id]))


def _panel(panel: Panel, body: str) -> str:
    place = (
        f"grid-column:{panel.x + 1}/span {panel.width};grid-row:{panel.y + 1}/span {panel.height}"
    )
    said = escape(panel.description, quote=True)
    links = "".join(_link(each) for each in panel.links if _outside(each))
    nav = f"<nav>{links}</nav>" if links and panel.width >= ROOMY else ""
    return (
        f'<section id="p{panel.id}" class="{panel.kind}" style="{place}" title="{said}">'
        f'<div class="t"><h3>{escape(panel.title)}</h3>{nav}</div>{body}</section>'
    )


def _body(panel: Panel, found: Answered, inner: str) -> str:
    drawn = found.panels[panel.id]
    if panel.kind is PanelKind.TABLE and drawn.series:
        return f'<div class="scroll">{table.html(drawn, found.choices.until)}</div>'
    wide, high = style.room(panel)
    name = escape(f"{panel.title}. {panel.description}", quote=True)
    return (
        f'<svg role="img" aria-label="{name}" viewBox="0 0 {wide:g} {high:g}" '
        f'font-family="{style.FONT}">{inner}</svg>'
    )


def _outside(link: Link) -> bool:
    """Whether it leads anywhere from a page: those into Grafana do not."""
    return link.url.startswith(("http://", "https://")) and "${" not in link.url


def _link(link: Link) -> str:
    return f'<a href="{escape(link.url, quote=True)}" rel="noreferrer">{escape(link.title)}</a>'
