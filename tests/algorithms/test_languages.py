"""Which language a text is written in; a guess is worse than none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.text.languages import language_of
from tests.documents.pages import GERMAN, JAPANESE

SENTENCES = {
    "en": "The nucleus is the part of the cell that holds the DNA, and it is surrounded by a double membrane.",
    "de": "Der Zellkern ist der Teil der Zelle, der die Erbanlagen enthält, und er ist von einer Membran umgeben.",
    "fr": "Le noyau est la partie de la cellule qui contient les gènes, et il est entouré par une double membrane.",
    "es": "El núcleo es la parte de la célula que contiene los genes y está rodeado por una membrana doble.",
    "it": "Il nucleo è la parte della cellula che contiene i geni ed è circondato da una doppia membrana.",
    "nl": "De celkern is het deel van de cel dat de genen bevat en is omgeven door een dubbel membraan.",
    "pt": "O núcleo é a parte da célula que contém os genes e não está no meio: é rodeado por uma membrana dupla.",
    "sv": "Cellkärnan är den del av cellen som innehåller generna och den är omgiven av ett dubbelt membran.",
    "pl": "Jądro to ta część komórki, która zawiera geny i jest otoczona przez podwójną błonę, ale nie zawsze.",
    "ja": "核は遺伝情報をおさめ、DNAをもつ構造であり、二重の膜に囲まれている。",
    "zh": "细胞核是细胞中含有遗传信息的部分,由双层膜包围,控制细胞的活动。",
    "ko": "세포핵은 유전 정보를 담고 있는 세포의 부분이며 이중막으로 둘러싸여 있다.",
    "ru": "Ядро — это часть клетки, которая содержит гены и окружена двойной мембраной.",
    "uk": "Ядро — це частина клітини, що містить гени й оточена подвійною мембраною.",
    "bg": "Ядрото е част от клетката, която съдържа гените и е обградено с двойна мембрана.",
    "sr": "Једро је део ћелије који садржи гене и окружено је двоструком мембраном.",
    "ar": "النواة هي جزء من الخلية يحتوي على المادة الوراثية ويحيط بها غشاء مزدوج.",
    "fa": "هسته بخشی از سلول است که ژن‌ها را در بر می‌گیرد و گرداگرد آن را پوششی دوگانه گرفته است.",
    "ur": "مرکزہ خلیے کا وہ حصہ ہے جس میں جین ہوتے ہیں اور اس کے گرد دوہری جھلی ہوتی ہے۔",
    "el": "Ο πυρήνας είναι το μέρος του κυττάρου που περιέχει τα γονίδια.",
    "he": "הגרעין הוא החלק של התא שמכיל את הגנים והוא מוקף קרום כפול.",
    "hi": "केंद्रक कोशिका का वह भाग है जिसमें जीन होते हैं और जो दोहरी झिल्ली से घिरा है।",
    "th": "นิวเคลียสเป็นส่วนของเซลล์ที่มีสารพันธุกรรมและล้อมรอบด้วยเยื่อหุ้มสองชั้น",
}


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items())
def test_a_sentence_is_enough(code: str, sentence: str) -> None:
    found = language_of(sentence)

    assert found is not None
    assert found.code == code
    assert 0.0 < found.confidence <= 1.0


@pytest.mark.parametrize(("code", "page"), [("de", GERMAN), ("ja", JAPANESE)])
def test_a_page_is_told_with_more_certainty(code: str, page: str) -> None:
    found = language_of(page)

    assert found is not None
    assert found.code == code
    assert found.confidence > 0.7


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Cell",
        "12.5 + 7.25 = 19.75; 3 < 4",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.",
        "ATP NADH FADH glucose pyruvate lactate citrate malate fumarate succinate oxaloacetate acetyl",
        f"{SENTENCES['en']} {SENTENCES['de']}",
    ],
)
def test_what_is_too_short_mixed_or_no_prose_has_no_language(text: str) -> None:
    assert language_of(text) is None


def test_quotations_in_another_language_do_not_change_it() -> None:
    text = f"{SENTENCES['ja']} “{SENTENCES['en'][:40]}” {SENTENCES['ja']}"

    found = language_of(text)

    assert found is not None
    assert found.code == "ja"


def test_a_book_is_judged_by_parts_of_it() -> None:
    found = language_of(f"{SENTENCES['de']} " * 20_000)

    assert found is not None
    assert found.code == "de"


@given(st.text(max_size=300))
def test_any_text_has_a_known_language_or_none(text: str) -> None:
    found = language_of(text)

    assert found is None or (found.code in SENTENCES and 0.0 <= found.confidence <= 1.0)
