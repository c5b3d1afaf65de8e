"""Trains Stanza models so small that a test can: a tokenizer and a names tagger, from a few dozen of our own sentences,
laid out as Stanza's downloads are.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from pipeline.training.generate import Marked

_WORD = re.compile(r"\w+|[^\w\s]")


def make(lang: str, sentences: list[Marked], folder: Path) -> Path:
    """A folder for ``STANZA_RESOURCES_DIR`` with one language in it."""
    data = folder / "data"
    data.mkdir(parents=True)
    _tokenizer(lang, sentences, data, folder / lang / "tokenize")
    _ner(lang, sentences, data, folder / lang / "ner")
    resources = {
        lang: {
            "lang_name": "Tiny",
            "default_processors": {"tokenize": "tiny", "ner": "tiny"},
            "default_dependencies": {"ner": []},
            "packages": {"default": {"tokenize": "tiny", "ner": "tiny"}},
            "tokenize": {"tiny": {"md5": ""}},
            "ner": {"tiny": {"md5": ""}},
        }
    }
    (folder / "resources.json").write_text(json.dumps(resources), encoding="utf-8")
    return folder


def _tokenizer(lang: str, sentences: list[Marked], data: Path, into: Path) -> None:
    texts, marks, rows = [], [], []
    for sentence in sentences:
        mark = ["0"] * len(sentence.text)
        words = [match.span() for match in _WORD.finditer(sentence.text)]
        for _, end in words:
            mark[end - 1] = "1"
        mark[words[-1][1] - 1] = "2"
        texts.append(sentence.text)
        marks.append("".join(mark))
        rows += [
            f"{n}\t{sentence.text[a:b]}\t"
            + "\t".join("_" * 4)
            + f"\t{n - 1}\tdep\t_\t"
            + ("_" if sentence.text[b : b + 1] == " " else "SpaceAfter=No")
            for n, (a, b) in enumerate(words, start=1)
        ] + [""]
    for name, content in (
        ("text", "\n\n".join(texts)),
        ("labels", "\n\n".join(marks)),
        ("gold", "\n".join(rows) + "\n"),
        ("mwt", "[]"),
    ):
        (data / name).write_text(content, encoding="utf-8")
    _run(
        "tokenizer", {
            "txt_file": data / "text", "label_file": data / "labels", "dev_txt_file": data / "text",
            "dev_label_file": data / "labels", "dev_conll_gold": data / "gold", "mwt_json_file": data / "mwt",
            "conll_file": data / "out", "lang": lang, "shorthand": f"{lang}_tiny", "steps": 100, "eval_steps": 50,
            "max_seqlen": 200, "batch_size": 8, "save_dir": into, "emb_dim": 16, "hidden_dim": 32,
        },
    )  # fmt: skip


def _ner(lang: str, sentences: list[Marked], data: Path, into: Path) -> None:
    rows = []
    for sentence in sentences:
        row = []
        for match in _WORD.finditer(sentence.text):
            name = next((s for s in sentence.spans if s[0] < match.end() and match.start() < s[1]), None)
            tag = "O" if name is None else ("B-" if match.start() <= name[0] else "I-") + name[2]
            row.append({"text": match.group(), "ner": tag})
        rows.append(row)
    (data / "ner.json").write_text(json.dumps(rows), encoding="utf-8")
    _run(
        "ner_tagger", {
            "train_file": data / "ner.json", "eval_file": data / "ner.json", "shorthand": f"{lang}_tiny",
            "scheme": "bio", "max_steps": 160, "eval_interval": 80, "batch_size": 8, "optim": "adam", "lr": 0.01,
            "save_dir": into, "hidden_dim": 32, "char_hidden_dim": 16, "char_emb_dim": 16, "word_emb_dim": 32,
        },
        "--no_pretrain",
    )  # fmt: skip


def _run(module: str, options: dict[str, object], *flags: str) -> None:
    told = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    start = [sys.executable, "-W", "ignore", "-m", f"stanza.models.{module}", "--mode", "train", "--cpu", "--seed", "1"]
    command = [*start, "--save_name", "tiny.pt", *told, *flags]
    # Threads that wait for each other take minutes on a busy machine.
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, env=environment)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
