"""Sources: what is cited, how it is graded, and which links may be shown."""

# No `from __future__ import annotations`: named tuples compile annotations that are texts, at every start.

import datetime as dt
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .errors import Place
from .nodes import choice, fail, fields_of, quoted_text, text_of
from .vocabulary import date_of

GRADES = "ABCU"
"""A official text seen; B official guide, quoted official text or several pages; C one page; U uncorroborated."""

GRADE_OF_KIND = {
    "law": "A",
    "regulation": "A",
    "document": "A",
    "official_page": "A",
    "official_guide": "B",
    "official_quoted": "B",
    "several_pages": "B",
    "press": "C",
    "page": "C",
    "recalled": "U",
}

MAX_AGE = dt.timedelta(days=366)
"""A source that nobody has checked for longer than this loses one grade."""

NEWSPAPERS = (
    "people.com.cn", "xinhuanet.com", "news.cn", "chinanews.com", "chinanews.com.cn", "cctv.com",
    "southcn.com", "sznews.com", "eyeshenzhen.com", "ntrb.com.cn", "hxnews.com", "gmw.cn", "ce.cn",
    "bjnews.com.cn", "xmnn.cn", "jiaodong.net", "scol.com.cn", "wxrb.com", "thepaper.cn",
)  # fmt: skip
"""Newspapers and agencies whose own sites may be linked, besides gov.cn."""


class Source(NamedTuple):
    """A document. `published` and `number` are None where they are not known; `url` only if it may be linked."""

    id: str
    title: str
    issuer: str
    kind: str
    published: str | None
    checked: dt.date
    number: str | None
    url: str | None
    place: Place

    def grade(self, as_of: dt.date) -> str:
        """The grade that the kind gives, one lower when the last check is more than a year old."""
        rank = GRADES.index(GRADE_OF_KIND[self.kind])
        return GRADES[min(rank + self.stale(as_of), len(GRADES) - 1)]

    def stale(self, as_of: dt.date) -> bool:
        """Whether nobody has checked the source within a year of `as_of`."""
        return as_of - self.checked > MAX_AGE


def source(source_id: str, node: Any) -> Source:
    """Read one entry of `sources:`.

    Raises PolicyError E501 (link that may not be shown), E502 (date), and E1xx, E2xx for wrong forms.
    """
    fields = fields_of(node, "title issuer kind published checked", "number url")
    published = text_of(fields["published"])
    if published != "unknown":
        padded = published + "-01-01"[len(published) - 4 :] if len(published) in (4, 7) else published
        date_of(padded, published)
    url = quoted_text(fields["url"]) if "url" in fields else None
    if url is not None and not may_link(url):
        fail(
            "E501",
            f"不允许的链接：{url}",
            fields["url"].place,
            repair="只链接 gov.cn、国家法律法规库或指定报纸；否则删去 url，只留标题和发布者",
        )
    return Source(
        id=source_id,
        title=quoted_text(fields["title"]),
        issuer=quoted_text(fields["issuer"]),
        kind=choice(fields["kind"], list(GRADE_OF_KIND)),
        published=None if published == "unknown" else str(published),
        checked=date_of(text_of(fields["checked"]), fields["checked"]),
        number=quoted_text(fields["number"]) if "number" in fields else None,
        url=url,
        place=fields.place,
    )


def may_link(url: str) -> bool:
    """Whether a link may be shown: gov.cn and its subdomains, the national law databases, named newspapers."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or parts.username or not host.isascii() or url != url.strip():
        return False
    return any(host == site or host.endswith("." + site) for site in ("gov.cn", *NEWSPAPERS))


def best(cited: list[Source], as_of: dt.date) -> str:
    """The grade of a statement: that of its best source; two secondary pages of different issuers make a B.

    No source gives U.
    """
    grades = [item.grade(as_of) for item in cited]
    if not grades:
        return "U"
    pages = {item.issuer for item in cited if item.kind in ("page", "press") and not item.stale(as_of)}
    return min([*grades, *(["B"] if len(pages) > 1 else [])], key=GRADES.index)


def worst(grades: list[str]) -> str:
    """The weakest link."""
    return max(grades, key=GRADES.index, default="U")
