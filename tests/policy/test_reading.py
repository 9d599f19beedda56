"""A question reads the files of its own layers and the vocabulary, nothing else; two loaders read them alike."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.people import TODAY
from yibao_cli.advise.answer import answer
from yibao_cli.case import read
from yibao_cli.policy import folder, strict

ROOT = Path(__file__).parents[2] / "policies"


@pytest.mark.parametrize(
    ("region", "scheme", "layers"),
    [
        (
            "成都",
            "flexible",
            {"regions/510100-chengdu.yaml", "regions/510000-sichuan.yaml", "national/employee.yaml"},
        ),
        ("拉萨", "resident", {"regions/540000-xizang.yaml", "national/resident.yaml"}),
        ("上海", "employee", {"regions/310000-shanghai.yaml", "national/employee.yaml"}),
    ],
)
def test_at_most_three_layers(
    region: str, scheme: str, layers: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.forget()
    seen: list[str] = []
    original = folder.text
    monkeypatch.setattr(folder, "text", lambda path: seen.append(folder.name(path)) or original(path))
    answer(
        read(
            {
                "region": region,
                "scheme": scheme,
                "last_covered": "2026-02",
                "pay_date": "2026-09-10",
                "benefit_year": 2026 if scheme == "resident" else None,
            },
            TODAY,
        )
    )
    assert {name for name in seen if not name.startswith("vocabulary/")} == layers
    assert len(seen) == len(set(seen))


def plain(node: object) -> object:
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    return [plain(item) for item in node] if isinstance(node, list) else str(node)


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "national").glob("*.yaml")) + sorted((ROOT / "regions").glob("5*.yaml")),
    ids=lambda p: p.stem,
)
def test_with_and_without_libyaml(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pure loader is slower and gives the same nodes at the same places."""
    text = path.read_text(encoding="utf-8")
    fast = strict.read(text, path.name)
    monkeypatch.setattr(strict, "_Loader", yaml.SafeLoader)
    slow = strict.read(text, path.name)
    assert plain(fast) == plain(slow)
    assert fast.keys_at == slow.keys_at
