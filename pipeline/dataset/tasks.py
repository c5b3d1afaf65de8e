"""Label Studio: ``labelstudio/tasks.json`` with Chibo's results as predictions, ``config.xml`` with the labels."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy.engine import Connection

from pipeline.dataset.annotate import extracted
from pipeline.dataset.select import Choice
from pipeline.labelstudio import CONFIG, task


def write(connection: Connection, folder: Path, choice: Choice) -> None:
    """Write the chosen articles into ``folder``."""
    (folder / "labelstudio").mkdir()
    (folder / "labelstudio" / "config.xml").write_text(CONFIG, encoding="utf-8", newline="\n")
    with (folder / "labelstudio" / "tasks.json").open("w", encoding="utf-8", newline="\n") as out:
        out.write("[")
        for number, found in enumerate(extracted(connection, choice), 1):
            out.write(",\n" if number > 1 else "\n")
            out.write(json.dumps(task(found.to_dict(), number), ensure_ascii=False))
        out.write("\n]\n")
