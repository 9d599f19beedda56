"""The whole advice on a case: the answer, and every section that is computed from it."""

from __future__ import annotations

from ..case import Case
from .answer import Answer, answer


def advise(case: Case, *, options: bool = False) -> Answer:
    """The answer with cost, steps, documents, channels and deadlines; with `options` also options, what-if and settle.

    Raises PolicyError (policies that cannot be used) and InputError not_covered.
    """
    from .cost import cost
    from .deadlines import deadlines
    from .procedure import procedure

    result = answer(case)
    result.sections["cost"] = cost(result)
    result.sections |= procedure(result)
    result.sections["deadlines"] = deadlines(result)
    if options:
        from .options import options as alternatives
        from .ranges import settle
        from .whatif import whatif

        result.sections |= {
            "options": alternatives(result),
            "whatif": whatif(result),
            "settle": settle(result),
        }
    return result
