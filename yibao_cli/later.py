"""Stand-ins for modules of the standard library that typer imports and a short call never touches."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

UNTOUCHED = ("subprocess", "ipaddress", "tokenize", "textwrap", "bz2", "lzma")
"""5 ms of imports. `importlib.util.LazyLoader` would not do: before Python 3.12 the next `import` loads the module."""


def stand_in(name: str) -> None:
    """Let `import name` wait: the module itself takes the place when somebody asks for something in it (PEP 562)."""
    if name in sys.modules:
        return
    module = ModuleType(name)

    def load(wanted: str) -> Any:
        from importlib import import_module

        if sys.modules.get(name) is module:
            del sys.modules[name]
        real = import_module(name)
        module.__dict__.update(real.__dict__)
        return getattr(real, wanted)

    module.__getattr__ = load  # type: ignore[method-assign]
    sys.modules[name] = module
