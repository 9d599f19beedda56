"""What stays and what stops in the gap: one line a benefit, each yes, no or unknown with whom to ask."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from ..lang import pick, tr
from ..policy import folder, forgettable, parsed
from ..policy.nodes import choice, fields_of, human, quoted_text
from ..policy.sources import Source
from .answer import Answer
from .money import cite
from .phrases import same
from .routes import Texts, cited

Json = dict[str, Any]

BENEFITS = (
    "inpatient", "outpatient", "account", "family", "chronic", "elsewhere", "maternity", "cumulative", "continuous",
    "ceiling",
)  # fmt: skip
STATES = ("yes", "no", "unknown")
NOTES = {
    "share": "inpatient", "stop": "inpatient", "account": "account", "continuous": "continuous",
    "limit": "ceiling", "reward": "ceiling", "retirement": "cumulative",
}  # fmt: skip
"""The benefit that a local note of each kind belongs to."""


class State(NamedTuple):
    """One state that a benefit can be in, and what is said of it."""

    state: str
    text: Texts
    cite: tuple[Source, ...]


@cache
def table() -> dict[str, tuple[Texts, dict[str, State]]]:
    """Name and states of each benefit. Source: policies/vocabulary/benefits.yaml."""
    top = fields_of(parsed.top(folder.root() / "vocabulary" / "benefits.yaml"), "benefits")
    entries = fields_of(top["benefits"], " ".join(BENEFITS))
    found = {}
    for key, node in entries.items():
        fields = fields_of(node, "name states")
        found[key] = human(fields["name"]), {name: _state(each) for name, each in fields["states"].items()}
    return found


def _state(node: Any) -> State:
    fields = fields_of(node, "state zh en cite")
    texts = {"zh": quoted_text(fields["zh"]), "en": quoted_text(fields["en"])}
    return State(choice(fields["state"], STATES), texts, cited(fields))


forgettable(table.cache_clear)


def benefits(result: Answer, number: str) -> list[Json]:
    """One line a benefit; `number` is the hotline named where a state is unknown. Nothing before a first enrolment."""
    case = result.inquiry.case
    if case.cause == "first_enrolment" or case.group == "newborn":
        return []
    keys = _keys(result)
    found = []
    for benefit in BENEFITS:
        name, states = table()[benefit]
        state = states[keys[benefit]]
        local, sources = _local(result, benefit)
        found.append(
            {
                "id": benefit,
                "what": pick(name),
                "state": state.state,
                "text": pick(state.text) + local,
                "ask": number if state.state == "unknown" else None,
                "sources": cite(result, *state.cite, *sources),
            }
        )
    return found


def _local(result: Answer, benefit: str) -> tuple[str, list[Source]]:
    """What the nearest layers say of this benefit."""
    scheme = result.inquiry.case.scheme
    notes = [
        note
        for file in result.inquiry.files
        for note in file.notes
        if NOTES.get(note.about) == benefit and scheme in note.schemes
    ]
    text = "".join(tr("当地：", " Locally: ") + pick(note.text) for note in notes)
    return text, [source for note in notes for source in note.cite]


def _keys(result: Answer) -> dict[str, str]:
    """The state that each benefit is in."""
    scheme = result.inquiry.case.scheme
    resident = scheme == "resident"
    broken = not unbroken(result)
    bridged = not broken and _waits(result)
    costs = same([each.then.gap_costs for each in result.inquiry.findings.values()]) or "unknown"
    pooled = costs if broken else "bridged" if bridged else "unbroken"
    plain = "ask" if broken else "unbroken"
    return {
        "inpatient": pooled,
        "outpatient": pooled,
        "account": "none" if resident else "usable",
        "family": "member" if resident else "owner",
        "chronic": plain,
        "elsewhere": plain,
        "maternity": scheme if scheme in ("flexible", "resident") else plain,
        "cumulative": "resident" if resident else "kept",
        "continuous": _continuous(result, broken, costs),
        "ceiling": _ceiling(result, broken),
    }


def _waits(result: Answer) -> bool:
    """Whether a wait is possible although no month is missing: the resident cover of the year is the bridge then."""
    case = result.inquiry.case
    from_resident = case.cause == "switched" and case.previous_scheme == "resident"
    return from_resident and any(each.wait != (0, 0) for each in result.inquiry.findings.values())


def unbroken(result: Answer) -> bool:
    """Whether the cover has no gap: nothing was missed, or somebody else pays for it by law."""
    case, situation = result.inquiry.case, result.inquiry.situation
    if case.group == "unemployment_benefit":
        return True
    if case.scheme == "resident" and case.cause != "switched":
        found = result.inquiry.findings.values()
        return situation.missed_years == () and bool(found) and all(each.stop is None for each in found)
    return situation.gap_months == 0


def _continuous(result: Answer, broken: bool, costs: str) -> str:
    if not broken:
        return "unbroken"
    if result.inquiry.case.scheme == "resident":
        return "restarts" if result.inquiry.situation.missed_years else "ask"
    return "paid_back" if costs == "covered" and result.inquiry.case.back_pay else "ask"


def _ceiling(result: Answer, broken: bool) -> str:
    if result.inquiry.case.scheme != "resident":
        return "employee"
    if not broken:
        return "unbroken"
    return "lowered" if result.inquiry.situation.missed_years else "ask"
