"""Quick checks of the whole core, for mutants: the first that fails raises AssertionError. Nothing is imported ahead."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import random
from pathlib import Path

TESTS = Path(__file__).parents[1]


def dates_by_vectors() -> None:
    """The shared vectors, defaults and edges of the date module."""
    from yibao_cli import dates

    for path in (TESTS / "dates").glob("*.csv"):
        for row in csv.DictReader(path.read_text("utf-8").splitlines()):
            found = dates.count(
                dt.date.fromisoformat(row["anchor"]), int(row["months"]), int(row["days"]), row["align"]
            )  # type: ignore[arg-type]
            assert found.isoformat() == row["expected"], row
    day = dt.date(2026, 1, 31)
    assert dates.count(day) == day
    assert dates.count(day, 1) == dt.date(2026, 2, 28)
    assert dates.clamps(day, 1)
    assert not dates.clamps(day, 2)
    assert dates.month_text(2026 * 12) == "2026-01"
    assert dates.month_text(99 * 12 + 11) == "0099-12"
    assert dt.timedelta(days=1) == dates.DAY
    assert dates.last_day(2024 * 12 + 1) == dt.date(2024, 2, 29)
    try:
        dates.count(dt.date(9999, 12, 31), 1)
    except OverflowError:
        return
    raise AssertionError("no overflow")


def numbers_in_outcomes() -> None:
    """What a wait may be: whole numbers from 0 to 1200 without leading zeros, and nothing else."""
    from yibao_cli.policy.errors import PolicyError
    from yibao_cli.policy.outcome import outcome
    from yibao_cli.policy.strict import read

    def months(text: str) -> int | None:
        form = "{resume: {from: pay_day, wait: {months: %s}}, gap_costs: covered, back_payment: optional}"
        try:
            found = outcome(read(form % text, "x.yaml")).resume.earliest
        except PolicyError:
            return None
        return found.wait.months if found else None

    assert [months(text) for text in ("0", "6", "1200")] == [0, 6, 1200]
    assert [months(text) for text in ("1201", "06", "00", "x", "-1", "1.5", "六", "９", "1e2")] == [None] * 9


def dates_by_walking() -> None:
    """Closed forms against steps."""
    from tests.trust.test_naive import test_slow_dates_agree_with_closed_forms

    test_slow_dates_agree_with_closed_forms()


def diagrams() -> None:
    """Random tables against brute force, and the diagrams stay reduced."""
    from tests.policy import test_table

    test_table.TABLES = 150
    test_table.test_decisions_overlaps_and_holes()
    test_table.test_relevance_and_reach()
    test_table.test_reduced_and_shared()


def proofs() -> None:
    """The real tables are proven."""
    from yibao_cli.policy.prove import check_all

    report = check_all()
    assert not report.problems
    assert report.situations > 1_000_000


def members() -> None:
    """Random members and some worked cases against the naive evaluator."""
    from tests.trust import test_naive
    from tests.trust.compare import difference
    from tests.trust.members import everyone

    cases = [*everyone(11, 900), *everyone(12, 120, open_facts=0.5), *test_naive.worked()]
    for raw in cases:
        assert not difference(raw), raw


def boundaries() -> None:
    """Both sides of every cut of every third table."""
    from tests.people import tables
    from tests.trust.test_boundaries import test_both_sides_of_every_cut

    for code, scheme in tables()[::3]:
        test_both_sides_of_every_cut(code, scheme)


def refusals() -> None:
    """Broken policies keep their exact messages."""
    import tempfile

    from tests.policy.test_bad import FILES, messages

    for path in FILES:
        with tempfile.TemporaryDirectory() as room:
            assert messages(path, Path(room) / "p") == path.with_suffix(".txt").read_text("utf-8"), path.name


def invariants() -> None:
    """Every invariant on a few hundred random members."""
    from tests.trust.invariants import INVARIANTS
    from tests.trust.members import everyone

    rng = random.Random(2)
    for item in INVARIANTS:
        for raw in itertools.islice(everyone(13, 150), 150):
            for text in item.check(raw, rng):
                assert not text, text


def cases() -> None:
    """Every worked case."""
    from tests.check_cases import faults
    from tests.test_cases import CASES
    from yibao_cli.advise.answer import to_json
    from yibao_cli.advise.compose import advise
    from yibao_cli.case import read

    for line in CASES:
        assert not faults(to_json(advise(read(line["case"], dt.date(2026, 11, 22)))), line["expect"]), line


CHECKS = (
    dates_by_vectors,
    numbers_in_outcomes,
    dates_by_walking,
    members,
    boundaries,
    diagrams,
    proofs,
    refusals,
    cases,
    invariants,
)
"""In the order in which they find most for the least time."""
