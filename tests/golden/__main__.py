"""Write the golden answers anew: `python -m tests.golden`. Look at the difference before it is committed."""

from __future__ import annotations

from tests.golden.answers import FOLDER, names, text

for name in names():
    (FOLDER / f"{name}.json").write_text(text(name), encoding="utf-8")
for path in FOLDER.glob("*.json"):
    if path.stem not in names():
        path.unlink()
