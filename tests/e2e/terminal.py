"""A real terminal for tests: tmux with a fixed size, keys in, screen out."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Terminal:
    """One tmux session that runs a command and then prints its exit code as `exit=N`."""

    def __init__(self, command: list[str], width: int = 80, height: int = 50) -> None:
        self.name = f"yibao-{uuid.uuid4().hex[:8]}"
        line = " ".join(map(shlex.quote, command))
        env = f"env -u CI -u NO_COLOR -u COLUMNS -u LINES -u YIBAO_NO_INPUT PYTHONPATH={shlex.quote(str(ROOT))} LANG=C.UTF-8 PROMPT_TOOLKIT_NO_CPR=1"
        # The pause keeps the last screen; the window closes when the test kills the session.
        script = f"{env} {line}; echo exit=$?; sleep 60"
        self._tmux("new-session", "-d", "-s", self.name, "-x", str(width), "-y", str(height), script)

    def _tmux(self, *args: str) -> str:
        env = {**os.environ, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        return subprocess.run(
            ["tmux", "-u", "-L", self.name, *args], capture_output=True, text=True, env=env, check=False
        ).stdout

    def keys(self, *keys: str) -> None:
        """Press keys: texts, or names such as Enter, Tab, Down, C-c."""
        for key in keys:
            self._tmux("send-keys", "-t", self.name, key)
            time.sleep(0.15)

    def screen(self) -> str:
        """What is on the screen now, with the lines that scrolled away."""
        return self._tmux("capture-pane", "-p", "-J", "-S", "-500", "-t", self.name)

    def wait(self, text: str, seconds: float = 15) -> str:
        """The screen once `text` is on it; an AssertionError with the screen if it never comes."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            screen = self.screen()
            if text in screen:
                return screen
            time.sleep(0.1)
        raise AssertionError(f"{text!r} never appeared:\n{self.screen()}")

    def close(self) -> None:
        """End the session."""
        self._tmux("kill-server")


def yibao(*args: str) -> list[str]:
    """The command line of the program under test."""
    return [sys.executable, "-m", "yibao_cli", *args]
