"""How one mutant is tried: in a fork of a process that has already run the suite, or in one that loads everything anew."""

from __future__ import annotations

import csv  # noqa: F401 - what the tests import is loaded once, before the forks
import functools
import gc
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import resource
import signal
import sys
import time
import types
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml  # noqa: F401

from tests.trust.mutants import Mutant

ROOT = Path(__file__).parents[2]
COLD = ("tests/golden", "tests/policy")
"""Tests that are also run with empty caches, to see which functions only load and compile policies."""
FOUND = ("assertion", "exception")

Verdict = tuple[str, str]
"""The verdict, and the test that gave it."""


def in_fork(work: Callable[[], Verdict], seconds: float) -> Verdict:
    """What `work` says in a process of its own that has so much CPU time."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
        try:
            said = work()
        except BaseException as error:
            said = ("broken", repr(error)[:300])
        os.write(writer, json.dumps(said).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    return tuple(json.loads(answer)) if answer else ("endless" if os.WIFSIGNALED(status) else "broken", "")


def judge(item: pytest.Item) -> str:
    """Run one test with its fixtures; empty if it passes, else what kind of failure it was (the process is then done)."""
    item._initrequest()  # type: ignore[attr-defined]
    for when in ("setup", "call", "teardown"):
        wanted = {"item": item, "nextitem": None} if when == "teardown" else {"item": item}
        run = functools.partial(getattr(item.ihook, f"pytest_runtest_{when}"), **wanted)
        call = pytest.CallInfo.from_call(run, when=when)
        error = call.excinfo
        if error is not None and not error.errisinstance(pytest.skip.Exception):
            if error.errisinstance(MemoryError):
                return "endless"
            return (
                "assertion" if error.errisinstance((AssertionError, pytest.fail.Exception)) else "exception"
            )
        item.ihook.pytest_runtest_makereport(item=item, call=call)
        if error is not None:
            break
    return ""


def forget() -> None:
    """Drop everything that the program has cached."""
    for name, module in list(sys.modules.items()):
        if name.startswith("yibao_cli"):
            for each in list(vars(module).values()):
                if isinstance(each, functools._lru_cache_wrapper):
                    each.cache_clear()


Place = tuple[str, str]
"""File and full name of a function."""


def place_of(code: types.CodeType) -> Place | None:
    """The function that a piece of code belongs to; None if it is not the program's."""
    if not code.co_filename.startswith(str(ROOT / "yibao_cli")):
        return None
    return code.co_filename[len(str(ROOT)) + 1 :], code.co_qualname


class Inside:
    """The mutants inside functions: a plugin in the place of pytest's own loop over the tests."""

    def __init__(
        self, todo: list[Mutant], seconds: float, seen: Path | None, tell: Callable[[Mutant, Verdict], None]
    ) -> None:
        self.todo, self.seconds, self.seen, self.tell = todo, seconds, seen, tell
        self.calls: dict[Place, set[pytest.Item]] = defaultdict(set)
        self.loading: set[Place] = set()
        self.controlled: set[str] = set()
        self.live: dict[Place, list[types.FunctionType]] = defaultdict(list)
        self.length: dict[pytest.Item, float] = {}
        self.successes: dict[Place, Counter[str]] = defaultdict(Counter)
        self.in_file: dict[str, Counter[str]] = defaultdict(Counter)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        new = self.recall(session.items)
        for item in new:
            self.profile(item)
        print(f"{len(session.items)} tests, {len(new)} of them looked at", flush=True)
        unchanged, name = in_fork(lambda: self.attempt(new, None), 3600)
        assert unchanged == "survived", f"without any change {name} fails: {unchanged}"
        self.remember()
        for each in gc.get_objects():
            if isinstance(each, types.FunctionType) and (place := place_of(each.__code__)):
                self.live[place].append(each)
        gc.collect()
        gc.freeze()
        for mutant in self.todo:
            self.tell(mutant, self.try_out(mutant))
        return True

    def recall(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """Take what an earlier run saw; returns the tests that it did not see."""
        seen = (
            json.loads(self.seen.read_text("utf-8"))
            if self.seen and self.seen.exists()
            else {"tests": {}, "loading": []}
        )
        self.loading = {(file, name) for file, name in seen["loading"]}
        for item in items:
            if item.nodeid in seen["tests"]:
                self.length[item], places = seen["tests"][item.nodeid]
                for file, name in places:
                    self.calls[file, name].add(item)
        return [item for item in items if item not in self.length]

    def remember(self) -> None:
        """Keep what was seen for later runs of the same tests."""
        if self.seen:
            places = defaultdict(list)
            for place, items in self.calls.items():
                for item in items:
                    places[item].append(place)
            tests = {item.nodeid: (length, places[item]) for item, length in self.length.items()}
            self.seen.write_text(json.dumps({"tests": tests, "loading": sorted(self.loading)}), "utf-8")

    def profile(self, item: pytest.Item) -> None:
        """Run a test and note the functions it calls; those that only a run with empty caches calls are `loading`."""
        if item.nodeid.startswith(COLD):
            forget()
            cold = self.called(item)
            self.loading |= cold - self.called(item)
        else:
            self.called(item)

    def called(self, item: pytest.Item) -> set[Place]:
        codes: set[types.CodeType] = set()
        began = time.process_time()
        sys.settrace(lambda frame, event, _: codes.add(frame.f_code))
        try:
            failed = judge(item)
        finally:
            sys.settrace(None)
        assert not failed, f"without any change {item.nodeid} fails"
        self.length[item] = time.process_time() - began
        places = {place for code in codes if (place := place_of(code))}
        for place in places:
            self.calls[place].add(item)
        return places

    def try_out(self, mutant: Mutant) -> Verdict:
        """The verdict on one mutant."""
        assert mutant.function is not None
        place = mutant.file, mutant.function
        callers = self.calls[place]
        tests = self.length if place in self.loading else callers

        def likely(item: pytest.Item) -> tuple[int, int, bool, float]:
            own, near = self.successes[place][item.nodeid], self.in_file[mutant.file][item.nodeid]
            return -own, -near, item not in callers, self.length[item]

        ordered = sorted(tests, key=likely)
        limit = 30 + 5 * min(sum(self.length[item] for item in ordered), self.seconds)
        verdict, name = in_fork(lambda: self.attempt(ordered, mutant), limit)
        if verdict in FOUND:
            self.control(name)
            self.successes[place][name] += 1
            self.in_file[mutant.file][name] += 1
        return verdict, name

    def control(self, name: str) -> None:
        """A test that found a mutant must pass alone without it: the first time, this is tried."""
        if name not in self.controlled:
            self.controlled.add(name)
            item = next(item for item in self.length if item.nodeid == name)
            unchanged, _ = in_fork(lambda: self.attempt([item], None), 600)
            assert unchanged == "survived", f"without any change {name} alone fails: {unchanged}"

    def attempt(self, tests: list[pytest.Item], mutant: Mutant | None) -> Verdict:
        """Run the tests until one fails; in a fork."""
        began = time.process_time()
        if mutant is not None:
            self.exchange(mutant)
        forget()
        for number, item in enumerate(tests):
            if mutant is not None and time.process_time() - began > self.seconds:
                return "short", f"{number} of {len(tests)} tests"
            if failure := judge(item):
                return failure, item.nodeid
        return "survived", f"{len(tests)} tests"

    def exchange(self, mutant: Mutant) -> None:
        """Give the one function of a mutant its changed code, wherever it is referred to."""
        tree = mutant.tree((ROOT / mutant.file).read_text("utf-8"))
        whole = compile(tree, str(ROOT / mutant.file), "exec", dont_inherit=True)
        assert mutant.function is not None
        place = mutant.file, mutant.function
        new = next(code for code in codes_of(whole) if place_of(code) == place)
        assert self.live[place], mutant
        for function in self.live[place]:
            function.__code__ = new


def codes_of(code: types.CodeType) -> Iterable[types.CodeType]:
    """All code objects inside one."""
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield each
            yield from codes_of(each)


class Changed(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Gives the mutant instead of one module of the program, and tells whether it could be loaded."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = mutant.file.removesuffix(".py").replace("/", ".")
        self.mutant, self.loaded = mutant, False

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        spec = importlib.util.spec_from_loader(fullname, self, origin=str(ROOT / self.mutant.file))
        assert spec is not None
        spec.has_location = True
        return spec

    def get_source(self, fullname: str) -> str:
        return (ROOT / self.mutant.file).read_text("utf-8")

    def source_to_code(self, data: Any, path: Any = "") -> types.CodeType:  # type: ignore[override]
        return compile(self.mutant.tree(data), str(ROOT / self.mutant.file), "exec", dont_inherit=True)

    def exec_module(self, module: types.ModuleType) -> None:
        super().exec_module(module)
        self.loaded = True


class Outside:
    """The mutants outside functions: collects, runs and keeps the first failure."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.verdict: Verdict = ("broken", "nothing collected")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        began = time.process_time()
        self.verdict = "survived", f"{len(session.items)} tests"
        for number, item in enumerate(session.items):
            if time.process_time() - began > self.seconds:
                self.verdict = "short", f"{number} of {len(session.items)} tests"
                break
            if failure := judge(item):
                self.verdict = failure, item.nodeid
                break
        return True


def anew(mutant: Mutant, seconds: float, suite: list[str]) -> Verdict:
    """Import the changed file, collect and run the suite; in a fork in which nothing of the program is loaded yet."""
    finder, loop = Changed(mutant), Outside(seconds)
    sys.meta_path.insert(0, finder)
    try:
        importlib.import_module(finder.name)
    except Exception as error:
        return "import", repr(error)[:200]
    code = pytest.main(suite, plugins=[loop])
    if loop.verdict[0] == "broken" and code == pytest.ExitCode.INTERRUPTED:
        return ("exception" if finder.loaded else "import"), "collection"
    return loop.verdict
