"""Training: the same weights from the same data, byte for byte, and data read as it is meant."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.packs import languages, load
from pipeline.tagger import ABOUT, WEIGHTS, Tagger, read_weights
from pipeline.text import fold
from pipeline.training.bootstrap import own_articles
from pipeline.training.conll import marked, public, read
from pipeline.training.evaluate import evaluate
from pipeline.training.generate import Generator, Marked
from pipeline.training.tagger import Settings, fit, labels_of, train

COLUMNS = "دمشق B-LOC\nهي O\nعاصمة O\nسوريا B-LOC\n\nوزارة\tB-ORG\nالصحة\tI-ORG\nخالد\tB-PER\nعيد\tB-MIS1\n"


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        train("ar", None, 5, tmp_path / folder / "weights", 80)
    one, two = (tmp_path / folder / "weights" for folder in ("one", "two"))
    assert (one / WEIGHTS).read_bytes() == (two / WEIGHTS).read_bytes()
    assert (one / ABOUT).read_bytes() == (two / ABOUT).read_bytes()
    train("ar", None, 6, two, 80)
    assert (one / WEIGHTS).read_bytes() != (two / WEIGHTS).read_bytes()


def test_a_run_without_public_data_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "xx" / "weights"
    about = train("vi", None, 1, folder, 60)
    assert about == json.loads((folder / ABOUT).read_text("utf-8"))
    assert about["public"] is False and about["licence"] == "MIT"
    assert [source["name"] for source in about["data"]] == ["generated", "own articles"]
    assert read_weights(folder) == (folder / WEIGHTS).read_bytes()


def test_a_trained_tagger_finds_names_it_never_saw(tmp_path: Path) -> None:
    fit("vi", Generator("vi", 1).sentences(400), tmp_path / "weights", Settings(iterations=30))
    tagger = Tagger("vi", (tmp_path / "weights").read_bytes())
    scores = evaluate(tagger, Generator("vi", 2).sentences(200))
    assert scores["PER"]["f1"] > 0.8
    text = "Đồng chí Lê Hữu Thạnh, Bí thư Tỉnh ủy Quảng Trị, phát biểu."
    found = [(span.label, text[span.start : span.end]) for span in tagger.tags(fold(text), [(0, len(text))])]
    assert ("PER", "Lê Hữu Thạnh") in found and found[-1][0] == "ORG"


def test_labels_of_words() -> None:
    words = [(0, 3), (4, 7), (8, 11), (12, 15)]
    assert labels_of(words, [(4, 11, "PER"), (12, 15, "PER")]) == ["O", "B-PER", "I-PER", "B-PER"]
    assert labels_of(words, [(1, 3, "LOC")]) == ["B-LOC", "O", "O", "O"], "a glued letter belongs to the word"
    assert labels_of(words, []) == ["O"] * 4


def test_columns_are_read(tmp_path: Path) -> None:
    path = tmp_path / "some.txt"
    path.write_text(COLUMNS, "utf-8")
    assert read(path) == [
        Marked("دمشق هي عاصمة سوريا", [(0, 4, "LOC"), (14, 19, "LOC")]),
        Marked("وزارة الصحة خالد عيد", [(0, 11, "ORG"), (12, 16, "PER")]),
    ]
    assert marked([("a", "I-PER"), ("b", "I-LOC")]).spans == [(0, 1, "PER"), (2, 3, "LOC")]


def test_scores_count_whole_names(tmp_path: Path) -> None:
    sentences = Generator("fa", 1).sentences(120)
    fit("fa", sentences, tmp_path / "weights", Settings(iterations=40, least=1))
    scores = evaluate(Tagger("fa", (tmp_path / "weights").read_bytes()), sentences)
    assert scores["all"]["names"] == sum(len(one.spans) for one in sentences)
    assert scores["all"]["f1"] > 0.9, "it knows what it was trained on"
    nothing = [Marked(one.text, []) for one in sentences]
    assert evaluate(Tagger("fa", (tmp_path / "weights").read_bytes()), nothing)["all"]["precision"] == 0


def test_a_pack_says_which_public_set_there_is_and_how_it_is_split(tmp_path: Path) -> None:
    told = {lang: load(lang).files["training"]["public"] for lang in languages() if "training" in load(lang).files}
    assert told and set(told) < set(languages()), "some packs have one, some have none"
    for lang in languages():
        assert public(lang, tmp_path) is None
    for lang, one in told.items():
        (tmp_path / one["folder"]).mkdir()
        with pytest.raises(FileNotFoundError, match="put the public set there whole, or train without it"):
            public(lang, tmp_path)
        for name in ("a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "train.txt", "test.txt"):
            (tmp_path / one["folder"] / name).write_text(f"{name}\tB-PER\n", "utf-8")
        found = public(lang, tmp_path)
        assert found is not None and (found.name, found.licence) == (one["name"], one["licence"])
        train, test = ([sentence.text for sentence in some] for some in (found.train, found.test))
        if "test_every" in one:
            assert (train, test) == (["b.txt", "c.txt", "d.txt", "test.txt", "train.txt"], ["a.txt", "e.txt"])
        else:
            assert (train, test) == ([one["train"]], [one["test"]])


def test_public_sets_are_split(shared: Path) -> None:
    for lang in languages():
        found = public(lang, shared / "ner")
        if found is None:
            continue
        assert found.train and found.test and found.licence
        assert not {one.text for one in found.test if len(one.text) > 60} & {one.text for one in found.train}
    assert public("ar", shared / "articles") is None


@pytest.mark.parametrize("lang", languages())
def test_own_articles_are_marked_by_the_scans(lang: str) -> None:
    lines = own_articles(lang)
    assert sum(len(line.spans) for line in lines) > 30
    for text, spans in lines:
        assert all(a < b <= len(text) for a, b, _ in spans)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
