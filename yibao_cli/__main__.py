"""The command `yibao`. `--version` is answered before anything heavy is imported."""

from __future__ import annotations

import sys

QUICK = ("check", "regions", "topics", "schema", "help", "completion", "--help", "-h")
"""Commands that answer once and hold nothing open: they skip the housekeeping of a long-lived process."""


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from . import __version__

        sys.stdout.write(f"yibao {__version__}\n")
        return
    if sys.argv[1:2] and sys.argv[1] in QUICK:
        _quick()
    from .app import run

    sys.exit(run())


def _quick() -> None:
    """Run, write everything out, and leave at once.

    Collecting garbage and taking every module apart cost a fifth of a short call (docs/benchmarks.md).
    """
    import gc
    import os

    gc.disable()
    from .later import UNTOUCHED, stand_in

    for name in UNTOUCHED:
        stand_in(name)
    from .app import run

    code = run()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
