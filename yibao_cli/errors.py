"""What a user can get wrong: one error type with a stable code, the field at fault and what to do."""

from __future__ import annotations


class InputError(Exception):
    """Input that cannot be used.

    `code` is stable (scripts may rely on it), `field` the case key at fault, `hint` what to do next.
    Messages never repeat more of a value than is needed, and never an identity number.
    """

    def __init__(self, code: str, field: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.field, self.message, self.hint = code, field, message, hint
