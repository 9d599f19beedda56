"""The command `yibao`. `--version` is answered before anything heavy is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from . import __version__

        sys.stdout.write(f"yibao {__version__}\n")
        return
    from .app import run

    sys.exit(run())


if __name__ == "__main__":
    main()
