"""What a rule concludes: the closed outcome form, and the dates that follow from it for one person."""

# No `from __future__ import annotations`: named tuples compile annotations that are texts, at every start.

import datetime as dt
from typing import Any, NamedTuple

from .. import dates
from ..dates import Align
from .nodes import Fields, Text, choice, fail, fields_of, text_of

ANCHORS = ("pay_day", "pay_month", "benefit_year", "birth", "cover_end", "enrolment")
GAP_COSTS = ("covered", "not_covered", "by_employer", "unknown")
BACK_PAYMENT = ("required", "optional", "not_allowed", "not_needed", "unknown")


class Further(NamedTuple):
    """The residents' variable wait: `months` or `days` more for each missed year after the first `after`."""

    after: int
    months: int = 0
    days: int = 0
    repair: bool = True
    floor_years: int | None = None
    floor_months: int = 0


class Wait(NamedTuple):
    """A counted length: whole months or days, never both. `paid` tells that months count by being paid."""

    months: int = 0
    days: int = 0
    paid: bool = False
    further: Further | None = None

    def length(self, missed_years: int = 0, repair_years: int = 0) -> tuple[int, int]:
        """(months, days) for a person. Repair shortens only the variable part. Source: 国办发〔2024〕38号."""
        if self.further is None:
            return self.months, self.days
        rule = self.further
        extra = max(missed_years - rule.after, 0)
        if rule.repair:
            extra = max(extra - repair_years, 0)
        months, days = self.months + extra * rule.months, self.days + extra * rule.days
        if rule.floor_years is not None and missed_years >= rule.floor_years:
            months = max(months, rule.floor_months)
        return months, days


class Start(NamedTuple):
    """One way to compute a day: anchor, plus the wait, then aligned. `share` is paid until `full_after` is over."""

    anchor: str
    wait: Wait = Wait()
    align: Align = "same_day"
    share: float = 1.0
    full_after: Wait | None = None

    def day(self, anchors: dict[str, dt.date], missed_years: int = 0, repair_years: int = 0) -> dt.date:
        """The day on which the fund starts to pay. Raises KeyError naming a missing anchor."""
        months, days = self.wait.length(missed_years, repair_years)
        return dates.count(anchors[self.anchor], months, days, self.align)

    def full_day(self, anchors: dict[str, dt.date], missed_years: int = 0, repair_years: int = 0) -> dt.date:
        """The day from which the fund pays normal benefits."""
        if self.full_after is None:
            return self.day(anchors, missed_years, repair_years)
        return dates.count(anchors[self.anchor], self.full_after.months, self.full_after.days, self.align)


class Resume(NamedTuple):
    """When benefits resume: exactly (`earliest` is `latest`), between two days, or open (no bound known).

    No start at all (`earliest` is None) means that this payment brings no benefits: enrolment is closed.
    """

    earliest: Start | None
    latest: Start | None

    @property
    def exact(self) -> bool:
        """Whether the law names one day."""
        return self.earliest is not None and self.earliest == self.latest


class Outcome(NamedTuple):
    """The conclusion of a rule."""

    resume: Resume
    gap_costs: str
    back_payment: str
    back_payment_limit: int | None = None
    stop: Start | None = None
    ends: str | None = None
    carries_over: bool = False


def outcome(node: Any) -> Outcome:
    """Read `then:`.

    Raises PolicyError E1xx and E2xx for wrong forms, E206 for an amount that is not a whole number.
    """
    fields = fields_of(node, "resume gap_costs back_payment", "back_payment_limit stop ends carries_over")
    limit = fields.get("back_payment_limit")
    return Outcome(
        resume=_resume(fields["resume"]),
        gap_costs=choice(fields["gap_costs"], GAP_COSTS),
        back_payment=choice(fields["back_payment"], BACK_PAYMENT),
        back_payment_limit=_whole(fields_of(limit, "months")["months"]) if limit is not None else None,
        stop=_start(fields["stop"]) if "stop" in fields else None,
        ends=choice(fields["ends"], ("benefit_year",)) if "ends" in fields else None,
        carries_over="carries_over" in fields and choice(fields["carries_over"], ("yes", "no")) == "yes",
    )


def _resume(node: Any) -> Resume:
    if isinstance(node, Text):
        choice(node, ("closed",))
        return Resume(None, None)
    if isinstance(node, Fields) and "between" in node:
        pair = fields_of(node, "between")["between"]
        if not isinstance(pair, list) or len(pair) != 2:
            fail(
                "E206",
                "between 要写两个起算方法",
                pair.place,
                repair="between: [{from: …}, {from: …}]，没有上限时第二个写 open",
            )
        latest = None if isinstance(pair[1], Text) and choice(pair[1], ("open",)) else _start(pair[1])
        return Resume(_start(pair[0]), latest)
    start = _start(node)
    return Resume(start, start)


def _start(node: Any) -> Start:
    fields = fields_of(node, "from", "wait align share full_after")
    if ("share" in fields) != ("full_after" in fields):
        fail(
            "E206", "share 和 full_after 要一起写", fields.place, repair="share: 0.5, full_after: {months: 3}"
        )
    return Start(
        anchor=choice(fields["from"], ANCHORS),
        wait=_wait(fields["wait"]) if "wait" in fields else Wait(),
        align=choice(fields["align"], dates.ALIGNS) if "align" in fields else "same_day",  # type: ignore[arg-type]
        share=_share(fields["share"]) if "share" in fields else 1.0,
        full_after=_wait(fields["full_after"]) if "full_after" in fields else None,
    )


def _wait(node: Any) -> Wait:
    fields = fields_of(node, "", "months days paid_months further_years")
    units = [unit for unit in ("months", "days", "paid_months") if unit in fields]
    if len(units) != 1:
        fail(
            "E206",
            "等待期只能用一个单位",
            fields.place,
            repair="写 {months: 3}、{days: 90} 或 {paid_months: 6}",
        )
    amount = _whole(fields[units[0]])
    further = _further(fields["further_years"], units[0]) if "further_years" in fields else None
    return Wait(
        months=0 if units[0] == "days" else amount,
        days=amount if units[0] == "days" else 0,
        paid=units[0] == "paid_months",
        further=further,
    )


def _further(node: Any, unit: str) -> Further:
    fields = fields_of(node, f"after {unit} repair", "floor")
    floor = fields_of(fields["floor"], "missed_years months") if "floor" in fields else None
    amount = _whole(fields[unit])
    return Further(
        after=_whole(fields["after"]),
        months=amount if unit == "months" else 0,
        days=amount if unit == "days" else 0,
        repair=choice(fields["repair"], ("yes", "no")) == "yes",
        floor_years=_whole(floor["missed_years"]) if floor is not None else None,
        floor_months=_whole(floor["months"]) if floor is not None else 0,
    )


def _whole(node: Any) -> int:
    text = text_of(node)
    digits = text.isascii() and text.isdigit() and len(text) <= 4
    if not digits or (text[0] == "0" and text != "0") or int(text) > 1200:
        fail("E204", f"“{text}”不是 0 到 1200 的整数", text.place, repair="写成不带前导零的整数")
    return int(text)


def _share(node: Any) -> float:
    text = text_of(node)
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 1:
        fail("E204", f"“{text}”不是 0 和 1 之间的比例", text.place, repair="写成 0.5 这样的小数")
    return value
