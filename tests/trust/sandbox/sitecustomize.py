"""Loaded by every Python process of a test: no socket, no name look-up; each attempt is told on stderr and refused."""

from __future__ import annotations

import os
import sys

TOLD = "TRIED THE NETWORK"
WRITES = "WROTE"


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: it cannot be removed again by the program."""
    if event.startswith(
        (
            "socket.connect",
            "socket.getaddrinfo",
            "socket.gethostby",
            "socket.bind",
            "socket.sendto",
            "socket.__new__",
            "urllib.",
            "http.",
            "ftplib.",
            "smtplib.",
        )
    ):
        sys.stderr.write(f"{TOLD} {event}\n")
        raise PermissionError(event)
    if event == "open" and os.environ.get("YIBAO_TEST_WRITES"):
        path, mode, flags = (*arguments, 0, 0, 0)[:3]
        writing = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writing and isinstance(path, str) and not path.startswith("/dev/"):
            with_log = os.environ["YIBAO_TEST_WRITES"]
            if path != with_log:
                handle = os.open(with_log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
                os.write(handle, f"{os.path.abspath(path)}\n".encode("utf-8", "replace"))
                os.close(handle)


sys.addaudithook(refuse)
