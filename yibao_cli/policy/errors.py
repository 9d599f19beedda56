"""What can be wrong with a policy file, with a stable code, every place, a witness and one repair.

E1xx yaml, E2xx names, E3xx tables, E4xx time, E5xx sources.
"""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A position in a policy file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One finding about the policies."""

    code: str
    message: str
    places: tuple[Place, ...] = ()
    repair: str = ""
    witness: str = ""

    def __str__(self) -> str:
        where = " ".join(str(place) for place in self.places)
        lines = [f"{where}: {self.code} {self.message}" if where else f"{self.code} {self.message}"]
        if self.witness:
            lines.append(f"  例: {self.witness}")
        if self.repair:
            lines.append(f"  改法: {self.repair}")
        return "\n".join(lines)


class PolicyError(Exception):
    """Policies that cannot be used. Carries every problem found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
