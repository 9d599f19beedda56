"""The licences of all that yibao installs, from the installed metadata: `python -m tests.trust.licences` writes docs/licences.md."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "licences.md"


def name_of(requirement: str) -> str:
    """The package of a requirement, in its normal form."""
    return re.split(r"[\s\[<>=!~;(]", requirement.strip())[0].lower().replace("_", "-")


def reached(requirements: list[str]) -> set[str]:
    """The packages that these need, and what those need, without extras and other systems."""
    found: set[str] = set()
    todo = [name_of(item) for item in requirements]
    while todo:
        name = todo.pop()
        if name in found or name == "yibao":
            continue
        found.add(name)
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        todo += [
            name_of(item)
            for item in needs
            if not re.search(
                r"extra\s*==|sys_platform\s*==|platform_system\s*==|python_version\s*<|python_full_version\s*<",
                item,
            )
        ]
    return found


def licence(name: str) -> tuple[str, str]:
    """Version and licence of a package; what is not installed is said."""
    try:
        data = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "-", "not installed here"
    text = data.get("License-Expression") or ""
    classified = [
        item.rpartition(" :: ")[2]
        for item in data.get_all("Classifier") or []
        if item.startswith("License ::")
    ]
    text = text or ", ".join(classified) or (data.get("License") or "").split("\n")[0] or "see the package"
    return str(data["Version"]), text


def page() -> str:
    """The whole file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = {
        "the program": project["dependencies"],
        "large lists (`yibao[batch]`)": project["optional-dependencies"]["batch"],
    }
    lines = [
        "# Licences of what yibao installs", "",
        "Read from the installed packages by `python -m tests.trust.licences`; a test keeps the list complete. yibao itself is MIT.", "",
        "| package | version | licence | for |", "|---|---|---|---|",
    ]  # fmt: skip
    seen: set[str] = set()
    for what, requirements in groups.items():
        direct = {name_of(item) for item in requirements}
        for name in sorted(reached([item for item in requirements if not item.startswith("yibao")]) - seen):
            seen.add(name)
            version, text = licence(name)
            lines.append(
                f"| {name} | {version} | {text} | {what}{'' if name in direct else ', indirectly'} |"
            )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(page(), "utf-8")
