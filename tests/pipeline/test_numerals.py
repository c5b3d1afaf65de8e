"""Digits and number words to values, language by language; what only looks like a number."""

from __future__ import annotations

from typing import Any

import pytest

import pipeline

FIGURES: dict[str, list[tuple[str, list[Any]]]] = {
    "vi": [
        ("3.417 đảng viên", [3417]),
        ("đạt 98,2%", [98.2]),
        ("rộng 2.310,4ha", [2310.4]),
        ("12\u2009000 đảng viên và 1\u00a0256 chi bộ", [12_000, 1256]),
        ("1,4 tỷ đồng", [1_400_000_000]),
        ("1 tỷ 2 đồng", [1_200_000_000]),
        ("tỷ rưỡi đồng", [1_500_000_000]),
        ("2 triệu 500 nghìn đồng", [2_500_000]),
        ("ba vạn người", [30_000]),
        ("hai mươi mốt đảng viên", [21]),
        ("một trăm linh năm đảng viên", [105]),
        ("hai mươi lăm xã", [25]),
        ("ba chục hộ", [30]),
        ("tám trăm ngàn đồng", [800_000]),
        ("từ 10 đến 20 xã", [(10, 20)]),
        ("tăng 2-3%", [(2, 3)]),
        ("18/21 xã", [18]),
        ("khóa XIII", [13]),
        ("vài chục đảng viên, hàng trăm hộ, một số xã", []),
        ("COVID-19, A35, 10:30, 0912345678", []),
    ],
    "ar": [
        ("3.417 عضوًا", [3417]),
        ("92.125٪", [92.125]),
        ("1.375 مليار دونج", [1_375_000_000]),
        ("248 مليار دونج", [248_000_000_000]),
        ("%40 من الأعضاء", [40]),
        ("٤٠٪ من الأعضاء", [40]),
        ("1٬256 عضوًا", [1256]),
        ("١٫٥ مليون دونج", [1_500_000]),
        ("مليونان ونصف المليون دونج", [2_500_000]),
        ("عضوان جديدان", [2]),
        ("خمسة وسبعون عضوًا", [75]),
        ("خمس وسبعون خلية", [75]),
        ("بين 10 و20 عضوًا", [(10, 20)]),
        ("ثلاثمئة وستة أعضاء", [306]),
        ("عشرات الأعضاء وبضعة كوادر", []),
    ],
    "fa": [
        ("۳۴۱۷ عضو حزب", [3417]),
        ("۸۸.۵ درصد", [88.5]),
        ("۱۲/۵ درصد", [12.5]),
        ("۲ هزار میلیارد دانگ", [2_000_000_000_000]),
        ("۱٬۲۵۶ عضو حزب", [1256]),
        ("هفتاد و پنج عضو حزب", [75]),
        ("هفتاد\u200cو\u200cپنج عضو حزب", [75]),
        ("دوازده هزار و چهارصد نفر", [12_400]),
        ("از ۱۰ تا ۲۰ عضو", [(10, 20)]),
        ("یک سوم اعضا", [1]),
        ("سه برابر شد", [3]),
        ("۱۲3 عضو حزب", [123]),
        ("صدها عضو و ده‌ها روستا", []),
    ],
}


@pytest.mark.parametrize(
    ("lang", "text", "values"), [(lang, *case) for lang, cases in FIGURES.items() for case in cases]
)
def test_values(lang: str, text: str, values: list[Any]) -> None:
    found = pipeline.extract(text, lang).figures
    assert [(f.value, f.high) if f.high is not None else f.value for f in found] == values


@pytest.mark.parametrize("lang", sorted(FIGURES))
@pytest.mark.parametrize("digits", ["1234567890123456", "9" * 40, "9" * 41, "9" * 5000, "1" + ".000" * 30])
def test_more_digits_than_any_quantity_has(lang: str, digits: str) -> None:
    assert pipeline.extract(f"{digits} ", lang).figures == []
