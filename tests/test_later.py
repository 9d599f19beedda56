"""Stand-ins: nobody touches them in a short call, and whoever does gets the module itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

from yibao_cli.later import UNTOUCHED, stand_in

CASE = ["--region", "成都", "--scheme", "flexible", "--last-covered", "2026-02", "--pay-date", "2026-09-10"]

PROGRAM = """
import os, sys
bare = set(sys.modules)
from yibao_cli.__main__ import main
from yibao_cli.later import UNTOUCHED
def leave(code):
    touched = [name for name in UNTOUCHED if name not in bare and '__file__' in vars(sys.modules[name])]
    sys.stderr.write(' '.join(['touched', *touched]))
    sys.stderr.flush()
    real(code)
real, os._exit = os._exit, leave
main()
"""


@pytest.mark.parametrize(
    "words",
    [["check", "--json", *CASE], ["check", *CASE], ["--help"], ["topics", "住院"], ["regions", "成都"]],
    ids=str,
)
def test_nobody_touches_them(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], capture_output=True, timeout=60, check=True
    )
    assert done.stderr == b"touched"


TAKES_ITS_PLACE = """
import sys
from yibao_cli.later import stand_in
stand_in("colorsys")
import colorsys
assert "__file__" not in vars(colorsys)
assert colorsys.rgb_to_hsv(1, 1, 1) == (0.0, 0.0, 1)
assert "__file__" in vars(sys.modules["colorsys"])
assert sys.modules["colorsys"].rgb_to_hsv is colorsys.rgb_to_hsv
try:
    colorsys.no_such_thing
except AttributeError:
    pass
else:
    raise AssertionError
stand_in("wave")
from wave import Wave_read
import wave
assert wave.Wave_read is Wave_read
assert "__file__" in vars(wave)
"""


def test_the_module_takes_the_place() -> None:
    subprocess.run([sys.executable, "-c", TAKES_ITS_PLACE], check=True, timeout=60)


def test_a_module_that_is_there_stays() -> None:
    stand_in("subprocess")
    assert sys.modules["subprocess"] is subprocess
    assert "__file__" in vars(subprocess)
    assert len(set(UNTOUCHED)) == len(UNTOUCHED)
