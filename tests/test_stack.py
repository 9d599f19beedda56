"""The packages that the project's owner fixed are the ones that do the work."""

from __future__ import annotations

import typer


def test_the_command_line_is_a_typer_application() -> None:
    """Commands are typer commands: no parser of our own stands in for a well-kept one."""
    from yibao_cli.cli import app

    assert isinstance(app, typer.Typer)
    names = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    assert {"check", "batch", "regions", "topics", "schema"} <= names
