"""The language gate: refuses other languages, never misfires on English."""

from pathlib import Path

import pytest

from kg.errors import LanguageError
from kg.readers.english import check_english, check_language_tag

OTHERS = {
    "German": "Die Regierung hat am Montag mitgeteilt, dass sie die Verhandlungen mit den Nachbarn nicht mehr führen wird. "
    "Der Minister sagte, es gebe für die Bürger der Stadt keine Gefahr, aber man müsse sich auf den Winter vorbereiten.",
    "French": "Le gouvernement a annoncé lundi que les négociations avec ses voisins ne seraient pas reprises. Le ministre "
    "a dit qu'il n'y avait pas de danger pour les habitants de la ville, mais que tout le monde devait se préparer.",
    "Spanish": "El gobierno anunció el lunes que las negociaciones con sus vecinos no se reanudarán. El ministro dijo que "
    "no hay peligro para los habitantes de la ciudad, pero que todos deben prepararse para el invierno en el país.",
    "Italian": "Il governo ha annunciato lunedì che i negoziati con i vicini non saranno ripresi. Il ministro ha detto che "
    "non c'è pericolo per gli abitanti della città, ma che tutti si devono preparare per il prossimo inverno nel paese.",
    "Dutch": "De regering heeft maandag bekendgemaakt dat zij de onderhandelingen met de buurlanden niet meer zal voeren. "
    "De minister zei dat er geen gevaar is voor de inwoners van de stad, maar dat iedereen zich op de winter moet voorbereiden.",
    "Polish": "Rząd poinformował w poniedziałek, że nie będzie dalej prowadził rozmów z sąsiadami. Minister powiedział, że "
    "nie ma zagrożenia dla mieszkańców miasta, ale wszyscy powinni się przygotować na zimę, która jest już blisko.",
    "Turkish": "Hükümet pazartesi günü komşularla müzakerelerin yeniden başlamayacağını duyurdu. Bakan şehirde yaşayanlar "
    "için bir tehlike olmadığını ama herkesin kışa hazır olması gerektiğini söyledi ve bu konuda daha çok bilgi verdi.",
    "Russian": "Правительство сообщило в понедельник, что переговоры с соседями не будут возобновлены.",
    "Greek": "Η κυβέρνηση ανακοίνωσε τη Δευτέρα ότι οι διαπραγματεύσεις δεν θα συνεχιστούν.",
    "Arabic": "أعلنت الحكومة يوم الاثنين أن المفاوضات مع الجيران لن تستأنف",
    "Chinese": "政府星期一宣布不会恢复与邻国的谈判。部长说城市居民没有危险。",
    "Japanese": "政府は月曜日、近隣諸国との交渉を再開しないと発表した。大臣は危険はないと述べた。",
    "Korean": "정부는 월요일 이웃 국가들과의 협상을 재개하지 않을 것이라고 발표했다.",
}


MORE = [
    line.split("\t") for line in (Path(__file__).parent / "languages.tsv").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("language", "text"), MORE)
def test_a_short_text_in_a_smaller_language_is_refused_by_name(language: str, text: str) -> None:
    with pytest.raises(LanguageError, match=f"looks like .*{language}"):
        check_english(text)


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_refused_by_name(language: str) -> None:
    with pytest.raises(LanguageError, match=f"looks like .*{language}"):
        check_english(OTHERS[language])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Juventus 2, Lazio 1; Roma 0, Inter 3; Genoa 1, Udinese 1; " * 8, id="results"),
        pytest.param(
            "Angela de la Vega, Jean-Luc van den Berg, María del Carmen y López, Otto von der Leyen and Luis dos Santos "
            "met Ahmed al-Rashid in La Paz, Los Angeles, Den Haag, El Paso and Las Cruces.",
            id="names with foreign particles",
        ),
        pytest.param("Auf Wiedersehen, Herr Minister", id="too short to say"),
        pytest.param(
            'He said in German: "Wir werden das nicht mit uns machen lassen." Then the minister left the room and the '
            "talks were over, officials of both of the countries told reporters who had been waiting since the morning.",
            id="a foreign quotation",
        ),
        pytest.param("BREAKING NEWS " * 30, id="capitals without function words"),
    ],
)
def test_english_passes(text: str) -> None:
    check_english(text)


def test_a_long_text_without_little_words_is_refused() -> None:
    with pytest.raises(LanguageError, match="does not look like English"):
        check_english("lorem dolor amet consectetur adipiscing elit tempor magna aliqua " * 20)


@pytest.mark.parametrize(
    ("tag", "kept"), [("en", "en"), ("EN-GB", "en-gb"), ("en_US", "en-us"), ("english", "en")]
)
def test_english_tags(tag: str, kept: str) -> None:
    assert check_language_tag(tag) == kept


def test_another_language_tag_is_refused() -> None:
    with pytest.raises(LanguageError, match="'de'"):
        check_language_tag("de")
