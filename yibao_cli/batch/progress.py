"""Progress on stderr: only for a terminal, and only once the work has taken two seconds."""

from __future__ import annotations

import os
import sys
import time

from ..lang import tr

QUIET_SECONDS = 2.0
EVERY = 0.5


class Progress:
    """Rows, rate and time left on one line that is wiped at the end. `size` is the source's bytes, 0 if unknown."""

    def __init__(self, wanted: bool, size: int = 0) -> None:
        self._on = wanted and sys.stderr.isatty()
        self._size, self._start, self._shown = size, time.monotonic(), 0.0

    def at(self, rows: int, seen: int = 0) -> None:
        """Show where the work is: rows done and bytes read."""
        if not self._on:
            return
        now = time.monotonic()
        spent = now - self._start
        if spent < QUIET_SECONDS or now - self._shown < EVERY:
            return
        self._shown = now
        left = ""
        if 0 < seen < self._size:
            rest = spent * (self._size - seen) / seen
            left = tr(f"，还要约 {rest:.0f} 秒", f", about {rest:.0f} s left")
        sys.stderr.write(
            f"\r\033[K{rows:,} "
            + tr("行，每秒 ", "rows, ")
            + f"{rows / spent:,.0f}"
            + tr(" 行", " rows/s")
            + left
        )
        sys.stderr.flush()

    def done(self) -> None:
        """Wipe the line."""
        if self._on and self._shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def size_of(path: str) -> int:
    """The bytes of a plain file, 0 where they do not tell how far the work is."""
    try:
        return 0 if path == "-" or path.endswith(".gz") else os.stat(path).st_size
    except OSError:
        return 0
