"""The wheel, installed outside the checkout, has all that it needs."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from textwrap import dedent

import pytest

from pipeline.resources import corpus_dir, models_dir

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment that has Chibo's wheel, and the present environment's packages for the rest."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    venv.create(folder / "env", symlinks=True)
    python = folder / "env" / "bin" / "python"
    [wheel] = folder.glob("chibo-*.whl")
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    # A path named in a .pth file is searched, but .pth files in it are not: the checkout's own stay unread.
    [site] = (folder / "env").glob("lib/python*/site-packages")
    (site / "present.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return python.parent


def run(command: list[str], folder: Path) -> str:
    """What the command prints, run in that folder and without a path into the checkout."""
    environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "CHIBO_SHARED"}}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def shipped(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_data_and_types_are_in_it(installed: Path, tmp_path: Path) -> None:
    code = """
        import json, os, pipeline, scrapers
        from pipeline.resources import corpus_dir, models_dir
        folders = [os.path.dirname(pipeline.__file__), os.path.dirname(scrapers.__file__), models_dir(), corpus_dir()]
        print(json.dumps([str(folder) for folder in folders]))
    """
    engine, crawler, models, corpus = map(
        Path, json.loads(run([str(installed / "python"), "-c", dedent(code)], tmp_path))
    )
    assert engine.is_relative_to(installed.parent)
    assert (models, corpus) == (engine / "_models", engine / "_corpus")
    assert shipped(models) == shipped(models_dir())
    assert shipped(corpus) == shipped(corpus_dir())
    here = Path(__file__).parents[2]
    assert shipped(crawler) == shipped(here / "scrapers")
    assert (engine / "py.typed").is_file() and (crawler / "py.typed").is_file()


def test_the_command_works(installed: Path, tmp_path: Path) -> None:
    if importlib.util.find_spec("pipeline.cli") is None:
        pytest.skip("pipeline/cli is not written yet")
    assert "0.1.0" in run([str(installed / "chibo"), "--version"], tmp_path)
    article = tmp_path / "article.txt"
    article.write_text("Năm 2024, Đảng bộ huyện kết nạp 260 đảng viên.\n", "utf-8")
    result = json.loads(run([str(installed / "chibo"), "extract", str(article), "--format", "json"], tmp_path))
    assert [figure["value"] for figure in result["figures"]] == [260]
    assert result["dates"][0]["start_date"] == "2024-01-01"
