"""The timeline as an SVG picture: readable on light and dark ground, with a title and a description."""

from __future__ import annotations

from html import escape

from ..advise.answer import Answer, to_json
from ..dates import first_day, month_of, month_text
from ..lang import current, pick, tr
from .bars import KINDS, Picture, picture
from .wrap import wrap

WIDTH, LEFT = 720, 8
BAR_TOP, BAR_HEIGHT, ROW = 40, 34, 22
LIGHT = {
    "covered": "#7fb3d5", "gap": "#f2b8b5", "claimable": "#f7dc9a", "unknown": "#d7bde2", "wait": "#e6a26b",
    "maybe": "#cdd6a8", "partial": "#a9d8a0", "full": "#4f9d5b",
}  # fmt: skip
DARK = {
    "covered": "#3f7ba3", "gap": "#9b4a46", "claimable": "#97793a", "unknown": "#75568a", "wait": "#a8652f",
    "maybe": "#74803f", "partial": "#5f9456", "full": "#57b368",
}  # fmt: skip


def style() -> str:
    """The style sheet of the picture, light and dark."""

    def fills(colors: dict[str, str]) -> str:
        return "".join(f".{kind}{{fill:{color}}}" for kind, color in colors.items())

    return (
        'text{font:14px system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;fill:#1b1b1b}'
        ".m{fill:#555}.s{font-size:12px}.t{stroke:#1b1b1b;stroke-width:1.5}.n{text-anchor:middle;font-weight:bold}"
        f"{fills(LIGHT)}@media (prefers-color-scheme:dark){{text{{fill:#eee}}.m{{fill:#bbb}}.t{{stroke:#eee}}{fills(DARK)}}}"
        f"@media print{{text{{fill:#000}}.m{{fill:#444}}.t{{stroke:#000}}{fills(LIGHT)}}}"
    )


def svg(result: Answer, *, captions: bool = True) -> str:
    """The picture as SVG text without a script; "" while there is nothing to show.

    `captions` writes marks and legend under the bar; a page that lists them itself leaves them out.
    """
    shown = picture(result)
    if shown is None:
        return ""
    body = [_bars(shown), _months(shown), _marks(shown)]
    bottom = BAR_TOP + BAR_HEIGHT + 26
    if captions:
        text, bottom = _captions(shown, receipt_lines(result), bottom + 14)
        body.append(text)
    title = tr("时间线：参保、中断、等待和恢复", "Timeline: cover, gap, wait and resumption")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom}" width="{WIDTH}" height="{bottom}" '
        f'role="img" aria-labelledby="tl-title tl-desc" xml:lang="{current()}">'
        f'<title id="tl-title">{escape(title)}</title><desc id="tl-desc">{escape(_describe(shown))}</desc>'
        f"<style>{style()}</style>{''.join(body)}</svg>\n"
    )


def _x(where: float) -> float:
    return round(LEFT + where * (WIDTH - 2 * LEFT), 1)


def _bars(shown: Picture) -> str:
    found = []
    for bar in shown.bars:
        left, right = (
            _x(shown.where(bar.first)),
            _x(shown.where(bar.last) + 1 / ((shown.last - shown.first).days + 1)),
        )
        found.append(
            f'<rect class="{bar.kind}" x="{left}" y="{BAR_TOP}" width="{max(round(right - left, 1), 1.5)}" height="{BAR_HEIGHT}">'
            f"<title>{bar.first} – {bar.last} {escape(pick(KINDS[bar.kind]))}</title></rect>"
        )
    return "".join(found)


def _months(shown: Picture) -> str:
    found: list[str] = []
    taken: list[tuple[float, float]] = []
    months = range(month_of(shown.first), month_of(shown.last) + 1)
    for month in sorted(months, key=lambda m: (m % 12 != 0, m != months[0], m)):
        x = _x(shown.where(first_day(month)))
        label = month_text(month) if month in (months[0], month - month % 12) else f"{month % 12 + 1:02d}"
        end = x + 9 * len(label)
        if end <= WIDTH and all(end + 5 < low or x > high + 5 for low, high in taken):
            taken.append((x, end))
            found.append(f'<text class="m" x="{x}" y="{BAR_TOP - 10}">{label}</text>')
    return "".join(found)


def _marks(shown: Picture) -> str:
    found, last = [], -99.0
    for number, mark in enumerate(shown.marks, 1):
        x = _x(shown.where(mark.day))
        label = min(max(x, last + 13), WIDTH - LEFT)
        last = label
        found.append(
            f'<line class="t" x1="{x}" x2="{x}" y1="{BAR_TOP - 4}" y2="{BAR_TOP + BAR_HEIGHT + 6}"/>'
            f'<text class="n" x="{label}" y="{BAR_TOP + BAR_HEIGHT + 21}">{number}</text>'
        )
    return "".join(found)


def _captions(shown: Picture, small: list[str], y: int) -> tuple[str, int]:
    found = []
    for number, mark in enumerate(shown.marks, 1):
        y += ROW
        found.append(
            f'<text x="{LEFT}" y="{y}"><tspan font-weight="bold">{number}</tspan> {mark.day} {escape(mark.text)}</text>'
        )
    kinds = list(dict.fromkeys(bar.kind for bar in shown.bars))
    for i, kind in enumerate(kinds):
        if i % 3 == 0:
            y += ROW
        x = LEFT + i % 3 * 236
        found.append(
            f'<rect class="{kind}" x="{x}" y="{y - 12}" width="16" height="14"/><text x="{x + 22}" y="{y}">{escape(pick(KINDS[kind]))}</text>'
        )
    y += 10
    for line in small:
        y += 16
        found.append(f'<text class="m s" x="{LEFT}" y="{y}">{escape(line)}</text>')
    return "".join(found), y + 12


def receipt_lines(result: Answer) -> list[str]:
    """Receipt and sources in lines that fit the picture."""
    from .texts import receipt_text, source_text

    data = to_json(result)
    return [
        row for text in (*map(source_text, data["sources"]), receipt_text(data)) for row in wrap(text, 112)
    ]


def _describe(shown: Picture) -> str:
    bars = [f"{bar.first} – {bar.last} {pick(KINDS[bar.kind])}" for bar in shown.bars]
    return tr("；", "; ").join([*bars, *(f"{mark.day} {mark.text}" for mark in shown.marks)])
