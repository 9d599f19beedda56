"""JSON Schemas of what goes in and comes out: case, answer, policy file, batch row."""

from __future__ import annotations

from typing import Any

from .errors import InputError
from .lang import tr
from .policy.vocabulary import SCHEMES, facts

Json = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_MONTH = {"type": "string", "pattern": r"^\d{4}-\d{2}$"}
_TEXT: Json = {"type": "string"}


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(properties: Json, *, more: bool = False) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": more,
    }


def _rows(**properties: Json) -> Json:
    return {"type": "array", "items": _object(properties, more=True)}


def schema(name: str) -> Json:
    """The schema of that name. Raises InputError unknown_schema."""
    known = {"case": case_schema, "answer": answer_schema, "policy": policy_schema, "batch": batch_schema}
    if name not in known:
        raise InputError(
            "unknown_schema",
            "schema",
            tr(f"没有“{name[:20]}”这个 schema", f"no such schema: {name[:20]!r}"),
            tr("、", ", ").join(known),
        )
    return {"$schema": DRAFT, "$id": f"yibao/{name}/1", **known[name]()}


def case_schema() -> Json:
    """A case: every key is optional, unknown keys are an error. Dates and months may also be written freely."""

    def members(key: str) -> Json:
        return {
            "type": "string",
            "description": "、".join(facts()[key].members) + tr("，或中文说法", ", or Chinese words"),
        }

    number = {"type": ["number", "string"]}
    date = {"type": "string", "description": "2026-05-31, 2026年5月31日, today, 今天"}
    keys: Json = {
        "region": {"type": "string", "description": tr("名称、拼音或代码", "name, pinyin or code")},
        "scheme": {"type": "string", "description": "、".join(SCHEMES)},
        "covered": {"type": "string", "description": "2025-01..2026-02;2026-05..2026-07"},
        "last_covered": {"type": "string", "description": "2026-02, 2026年2月, 202602"},
        "pay_date": date,
        "back_pay": {"type": ["boolean", "string"]},
        "cause": members("cause"),
        "previous_scheme": members("previous_scheme"),
        "previous_region": _TEXT,
        "group": members("group"),
        "birth_date": date,
        "benefit_year": {"type": ["integer", "string"]},
        "repair_years": {"type": ["integer", "string"]},
        "continuous_months": {"type": ["integer", "string"]},
        "window": members("window"),
        "arrears_in_term": {"type": ["boolean", "string"]},
        "base": number,
        "wage": number,
        "rate": number,
        "as_of": date,
    }
    return {"type": "object", "properties": keys, "additionalProperties": False}


def _between() -> Json:
    return _or_null(
        {"type": "array", "prefixItems": [_or_null(_DATE), _or_null(_DATE)], "minItems": 2, "maxItems": 2}
    )


def _core() -> Json:
    number = {"type": ["number", "null"]}
    return _object(
        {
            "status": {"enum": ["answered", "bounded", "closed", "needs_facts"]},
            "gap_months": {"type": ["integer", "null"], "minimum": 0},
            "missed_years": {"type": ["integer", "null"], "minimum": 0},
            "stop_date": _or_null(_DATE),
            "wait": _object({"months": {"type": ["integer", "null"]}, "days": {"type": ["integer", "null"]}}),
            "resume_date": _or_null(_DATE),
            "resume_between": _between(),
            "full_benefit_date": _or_null(_DATE),
            "periods": _rows(**{"from": _DATE, "to": _or_null(_DATE), "share": number}),
            "gap_costs": {"enum": ["covered", "not_covered", "by_employer", "unknown"]},
            "back_payment": {"enum": ["required", "optional", "not_allowed", "not_needed", "unknown"]},
            "rule": {"type": ["string", "null"]},
            "layer": {"enum": ["city", "province", "nation", None]},
            "grade": {"enum": ["A", "B", "C", "U"]},
        }
    )


def answer_schema() -> Json:
    """An answer, version 1. New keys may be added; keys are never removed or given another meaning."""
    number = {"type": ["number", "null"]}
    cost = _object(
        {"currency": {"const": "CNY"}, "monthly": number, "back_payment": number, "late_fee": number, "total": number,
         "lines": _rows(what=_TEXT, formula=_TEXT, amount=number)},
        more=True,
    )  # fmt: skip
    return _object(
        {
            "schema": {"const": "yibao/answer/1"},
            "case": {"type": "object"},
            "answer": _core(),
            "cost": cost,
            "deadlines": _rows(
                pay_by=_DATE,
                days_left={"type": "integer"},
                outcome={"type": "object"},
                after={"type": "object"},
            ),
            "options": _rows(id=_TEXT, title=_TEXT, possible={"type": "boolean"}),
            "steps": _rows(n={"type": "integer"}, text=_TEXT),
            "documents": _rows(text=_TEXT, basis=_TEXT),
            "channels": _rows(text=_TEXT),
            "benefits": _rows(what=_TEXT, state={"enum": ["yes", "no", "unknown"]}, text=_TEXT),
            "ask": _rows(number=_TEXT, about=_TEXT, say=_TEXT),
            "route": {"type": ["string", "null"]},
            "whatif": {"type": "array"},
            "settle": {"type": "array"},
            "readings": _rows(
                says=_TEXT, resume_date=_or_null(_DATE), resume_between=_between(), gap_costs=_TEXT
            ),
            "questions_open": _rows(key=_TEXT, flag=_TEXT, ask=_TEXT, why=_TEXT),
            "trace": _rows(step=_TEXT, text=_TEXT),
            "warnings": {"type": "array", "items": _TEXT},
            "sources": _rows(
                id=_TEXT,
                title=_TEXT,
                issuer=_TEXT,
                kind=_TEXT,
                checked=_DATE,
                grade={"enum": ["A", "B", "C", "U"]},
            ),
            "receipt": _object(
                {
                    "yibao": _TEXT,
                    "policies": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
                    "as_of": _DATE,
                }
            ),
        },
        more=True,
    )


def policy_schema() -> Json:
    """The outer form of a policy file as JSON; `yibao policies check` is the judge of everything inside."""
    human = _object({"zh": _TEXT, "en": _TEXT})
    source = {
        "type": "object",
        "properties": dict.fromkeys(
            ("title", "issuer", "number", "kind", "published", "url", "checked"), _TEXT
        ),
        "required": ["title", "issuer", "kind", "published", "checked"],
        "additionalProperties": False,
    }
    rule = {
        "type": "object",
        "properties": {
            "id": _TEXT,
            "when": {"type": "object", "propertyNames": {"enum": list(facts())}},
            "then": {"type": "object", "required": ["resume", "gap_costs", "back_payment"]},
            "says": human,
            "warn": {"type": "array", "items": human},
            "readings": {"type": "array"},
            "cite": {"type": "array", "items": _TEXT, "minItems": 1},
        },
        "required": ["id", "when", "then", "cite"],
        "additionalProperties": False,
    }
    policy = {
        "type": "object",
        "properties": {
            "schemes": {
                "anyOf": [{"enum": list(SCHEMES)}, {"type": "array", "items": {"enum": list(SCHEMES)}}]
            },
            "in_force": {"type": "object", "required": ["from"]},
            "transfer": _TEXT,
            "binding": _TEXT,
            "exceptions": {"type": "array"},
            "rules": {"type": "array", "items": rule, "minItems": 1},
        },
        "required": ["schemes", "in_force", "rules"],
        "additionalProperties": False,
    }
    sections = {key: {"type": "array"} for key in ("windows", "standards", "notes", "channels", "papers")}
    return {
        "type": "object",
        "properties": {
            "region": {"type": "object", "required": ["code", "zh", "en"]},
            "sources": {"type": "object", "additionalProperties": source},
            "policies": {"type": "array", "items": policy},
            **sections,
        },
        "required": ["region", "sources"],
        "additionalProperties": False,
    }


def batch_schema() -> Json:
    """The columns that a batch adds to each row; empty where nothing is known."""
    return _object(
        {
            "status": {"enum": ["answered", "bounded", "closed", "needs_facts", "error"]},
            **{key: {"type": ["integer", "null"]} for key in ("gap_months", "wait_months", "wait_days")},
            **{key: _or_null(_DATE) for key in ("resume_date", "resume_latest", "full_benefit_date")},
            "gap_costs": {"type": ["string", "null"]},
            "back_payment": {"type": ["string", "null"]},
            "pay_by": _or_null(_DATE),
            "cost_yuan": {"type": ["number", "null"]},
            **{key: {"type": ["string", "null"]} for key in ("rule", "grade", "error_code", "error")},
        },
        more=True,
    )
