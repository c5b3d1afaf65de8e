"""The stages as spaCy components: the same results, in several processes, on disk and back."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy import displacy
from spacy.tokens import Doc, DocBin

import pipeline
from pipeline.components import PUBLISHED, RECORDS
from pipeline.packs import languages
from pipeline.records import KINDS
from tests.dataset.stock import samples


def texts(lang: str) -> list[str]:
    return [told["text"] for told in samples() if told["lang"] == lang][:4]


def plain(told: Any) -> Any:
    """The data with lists for tuples, which spaCy makes of lists when it reads a document."""
    return json.loads(json.dumps(told))


def agrees(doc: Doc, lang: str) -> int:
    """Whether a document has what the engine finds; how much that is."""
    wanted = pipeline.extract(doc.text, lang=lang).to_dict()
    assert plain(doc.user_data[RECORDS]) == wanted
    for kind in KINDS:
        spans = [(span.start_char, span.end_char, span.text) for span in doc.spans[kind]]
        assert spans == [(m["start"], m["end"], m["text"]) for m in wanted[kind]], kind
    return sum(len(doc.spans[kind]) for kind in KINDS)


@pytest.mark.parametrize("lang", languages())
def test_the_same_as_the_engine_in_two_processes_and_from_disk(lang: str, tmp_path: Path) -> None:
    nlp = pipeline.load(lang)
    docs = list(nlp.pipe(texts(lang)))
    assert [doc.text for doc in docs] == texts(lang)
    assert all(agrees(doc, lang) for doc in docs)
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    binary = DocBin(store_user_data=True, docs=docs).to_bytes()
    for doc in (again(docs[0].text), *DocBin().from_bytes(binary).get_docs(spacy.blank("xx").vocab)):
        assert agrees(doc, lang)
    restored = Doc(nlp.vocab).from_bytes(docs[0].to_bytes())
    assert agrees(restored, lang)


def test_two_processes(tmp_path: Path) -> None:
    script = tmp_path / "two.py"
    script.write_text(
        "import pipeline, sys\n"
        "if __name__ == '__main__':\n"
        "    nlp = pipeline.load(sys.argv[1])\n"
        "    docs = nlp.pipe(sys.argv[2:], n_process=2, batch_size=2)\n"
        "    print([[s.text for s in d.spans['figures']] for d in docs])\n",
        "utf-8",
    )
    given = [f"Huyện kết nạp {n} đảng viên." for n in range(2, 8)]
    command = [sys.executable, str(script), "vi", *given]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == str([[str(n)] for n in range(2, 8)]), done.stderr


def test_displacy_shows_the_spans() -> None:
    doc = pipeline.load("vi", only=["figures"])("Năm 2024, huyện kết nạp <12> đảng viên.")
    shown = displacy.render(doc, style="span", options={"spans_key": "figures"}, page=False, jupyter=False)
    assert "COUNT" in shown.upper() and "<12>" not in shown and "dates" not in doc.spans


def test_days_count_from_the_day_of_publication() -> None:
    nlp = pipeline.load("vi")
    doc = nlp.make_doc("Hôm qua, huyện kết nạp 12 đảng viên.")
    doc.user_data[PUBLISHED] = "2025-02-14"
    assert nlp(doc).user_data[RECORDS]["dates"][0]["start_date"] == "2025-02-13"
    doc = nlp.make_doc("Hôm qua.")
    doc.user_data[PUBLISHED] = "hôm nay"
    with pytest.raises(ValueError, match=r"user_data\['published'\] is 'hôm nay': no day; a text such as '2025-02-14'"):
        nlp(doc)


def test_a_component_alone_in_another_pipeline() -> None:
    nlp = spacy.blank("fa")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("chibo_figures")
    doc = nlp("شهرستان ۱۲ عضو پذیرفت.")
    assert [(figure.text, figure.label_) for figure in doc.spans["figures"]] == [("۱۲", "count")]
    again = nlp.get_pipe("chibo_figures")(doc)
    assert len(again.spans["figures"]) == 1


def test_every_kind_has_its_entry_point() -> None:
    names = {point.name for point in entry_points(group="spacy_factories") if point.name.startswith("chibo_")}
    assert names == {f"chibo_{kind}" for kind in KINDS}


def test_what_there_is_not_is_said() -> None:
    with pytest.raises(ValueError, match="'xx': no pack for this language; there are ar, fa, vi"):
        pipeline.load("xx")
    with pytest.raises(ValueError, match="only: verbs; allowed: figures, dates"):
        pipeline.load("vi", only=["verbs"])
