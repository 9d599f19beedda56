"""Which route a case takes, and which others the reader may want."""

from __future__ import annotations

from .answer import Answer

GROUP_ROUTES = {
    "newborn": "newborn",
    "student": "graduate",
    "graduate": "graduate",
    "aided": "aided",
    "veteran": "veteran",
    "released": "released",
    "returned": "returned",
    "unemployment_benefit": "unemployment-benefit",
}
OWN_WAY = ("unemployment_benefit", "veteran")
"""Groups whose way is their own in every scheme; the others go the common way and are pointed to their extras."""

ALWAYS_OFFERED = ("wrong-data", "card")
NEAR_RETIREMENT = 45
"""From this age on the required years are worth a look: the earliest retirement age for women was 50."""


def route_of(result: Answer) -> str:
    """The id of the route that fits the case; every case has exactly one."""
    case = result.inquiry.case
    if case.group in GROUP_ROUTES and (case.scheme in (None, "resident") or case.group in OWN_WAY):
        return GROUP_ROUTES[case.group]
    if case.region is None or case.scheme is None:
        return "first-steps"
    if case.scheme == "resident":
        return _resident(result)
    if case.cause == "moved":
        return "transfer"
    if case.cause == "switched" and case.previous_scheme == "resident":
        return "switch-to-unit" if case.scheme == "employee" else "switch-to-flexible"
    if case.scheme == "employee":
        return "employer-back-payment" if case.cause == "employer_arrears" else "new-employer"
    return "flexible-start" if case.cause in ("switched", "first_enrolment") else "flexible-resume"


def _resident(result: Answer) -> str:
    case, inquiry = result.inquiry.case, result.inquiry
    window = inquiry.situation.known.get("window")
    possible = window if isinstance(window, frozenset) else frozenset({"in"})
    if result.status == "closed" or possible <= {"early", "closed"}:
        return "resident-closed"
    if case.cause == "switched":
        return "switch-to-resident"
    if case.cause == "moved":
        return "resident-moved"
    if case.repair_years or _repairable(result):
        return "resident-repair"
    return "resident-window" if possible & {"in", "extended"} else "resident-late"


def _repairable(result: Answer) -> bool:
    """Whether two or more years are missed and an answering rule lets a payment shorten the variable wait."""
    if len(result.inquiry.situation.missed_years or ()) < 2:
        return False
    starts = (
        start
        for found in result.inquiry.findings.values()
        for start in (found.then.resume.earliest, found.then.resume.latest)
    )
    return any(
        start is not None and start.wait.further is not None and start.wait.further.repair for start in starts
    )


def related(result: Answer, chosen: str) -> tuple[str, ...]:
    """Other routes worth a look: faults and cards for everybody, retirement near that age, jobless help for leavers."""
    case = result.inquiry.case
    found = [GROUP_ROUTES[case.group]] if case.group in GROUP_ROUTES else []
    found += ALWAYS_OFFERED
    if (
        case.birth_date
        and case.as_of.year - case.birth_date.year >= NEAR_RETIREMENT
        and case.scheme != "resident"
    ):
        found.append("retirement")
    if case.scheme == "flexible" and case.cause == "switched":
        found.append("unemployment-benefit")
    if case.cause == "moved" and chosen not in ("transfer", "resident-moved"):
        found.append("resident-moved" if case.scheme == "resident" else "transfer")
    if case.cause == "employer_arrears" and chosen != "employer-back-payment":
        found.append("employer-back-payment")
    return tuple(key for key in found if key != chosen)
