"""Policies as data: reading, compiling, proving and walking decision tables."""

from collections.abc import Callable

_caches: list[Callable[[], None]] = []


def forgettable(clear: Callable[[], None]) -> None:
    """Register a cache that must be dropped when another policies folder is chosen."""
    _caches.append(clear)


def forget_all() -> None:
    """Drop all registered caches."""
    for clear in _caches:
        clear()
