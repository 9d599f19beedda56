"""Packs into the wheel what each policy file is parsed into; yibao_cli/policy/parsed.py says how it is used."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ParsedPolicies(BuildHookInterface):  # type: ignore[type-arg]
    """Parses every policy file at build time; an editable install reads the YAML."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the copies to a folder that lives as long as the build, and have them packed."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from yibao_cli.policy.parsed import write_copies

        self.copies = tempfile.TemporaryDirectory()
        write_copies(Path(self.root, "policies"), Path(self.copies.name))
        build_data["force_include"][self.copies.name] = "yibao_cli/parsed"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the folder."""
        if version != "editable":
            self.copies.cleanup()
