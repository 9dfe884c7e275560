"""The printed page: whatever somebody is called, legible, tagged, small, and the same bytes again."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf.generic import DictionaryObject

from certificates import rendering
from certificates.rendering import breakable, direction, render_pdf, suits_house_font, tidy
from tests.certificates.conftest import FACTS
from tests.certificates.reading import pieces, reader, squeezed, text_of

NAMES = {
    "welsh": "Llŷr Gŵyn ap Siôn",
    "polish": "Małgorzata Źdźbło-Śćwięk",
    "vietnamese": "Nguyễn Thị Phương Ánh",
    "yoruba": "Ọláṣubọ̀mí Adébáyọ̀",
    "turkish": "İpek Çağlayan Şıktır",
    "greek": "Ελένη Παπαδοπούλου",
    "ukrainian": "Зоряна Ґалаґан",
    "arabic": "محمد بن عبد الرحمن",
    "urdu": "گلنار پروین",
    "hebrew": "נועה כהן",
    "bengali": "কৃষ্ণা চট্টোপাধ্যায়",
    "hindi": "क्षत्रिय लक्ष्मी",
    "punjabi": "ਗੁਰਪ੍ਰੀਤ ਕੌਰ",
    "tamil": "சரஸ்வதி",
    "sinhala": "නිමල් පෙරේරා",
    "thai": "สมชาย ใจดี",
    "amharic": "ትዕግስት ገብረ",
    "armenian": "Անահիտ",
    "georgian": "ნინო ბერიძე",
    "chinese": "欧阳娜娜",
    "japanese": "キム さくら",
    "korean": "김민준",
    "apostrophe": "Siobhán O’Brien-D'Arcy",
}


def page_of(name: str) -> bytes:
    return render_pdf(replace(FACTS, name=name))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_name_of_any_script_is_printed_as_it_is_written(name: str):
    file = page_of(name)
    said = pieces(file)
    before, behind = said.index("This is to record that"), said.index("has completed training based on ")
    printed = "".join(said[before + 1 : behind])
    # What runs to the left stands in the file as it does on the page.
    assert printed == name if direction(name) == "ltr" else sorted(printed) == sorted(name)
    assert len(reader(file).pages) == 1
    assert len(file) <= 60 * 1024


def test_the_page_says_all_that_is_known():
    found = text_of(render_pdf(FACTS))
    expected = [
        "Amina Evans",
        "has completed training based on",
        "Identifying Elements of Cultural Competence within a CCE Cohort: Knowledge, Skills & Values",
        "(Youth Justice Resource Hub)",
        "Cultural competence with children affected by child criminal exploitation",
        "Version 2026.1",
        "7.5 hours",
        "23 November 2026",
        "23 November 2028",
        "2026-7K3M-Q9TD",
        "Exampleshire Youth Justice Service",
        "Not made or endorsed by the authors of the toolkit",
        "training.example.org/c/0123456789abcdef0123456789abcdef/",
    ]
    assert [words for words in expected if squeezed(words) not in found] == []
    assert "competent" not in found.lower()


@pytest.mark.parametrize(("hours", "said"), [("1.0", "1 hour"), ("0.5", "0.5 hours"), ("10.0", "10 hours")])
def test_hours_are_said_as_people_say_them(hours: str, said: str):
    assert squeezed(f"Learning {said} Content") in text_of(render_pdf(replace(FACTS, hours=Decimal(hours))))


def test_a_service_without_a_name_is_not_mentioned():
    assert "Issuedby" not in text_of(render_pdf(replace(FACTS, service_name="")))


def test_a_name_that_was_erased_leaves_a_page():
    assert "(nameremoved)" in text_of(page_of(""))


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Anna 😀 Nowak", "Anna � Nowak"),
        ("𒀀𒁀", "��"),
        ("👩\u200d👩\u200d👧", "���"),
        ("Anna \ue000", "Anna �"),
        ("Anna\x00Nowak\x07\ud800", "Anna Nowak"),
        ("Anna\u202e Nowak\u200f", "Anna Nowak"),
        ("Anna\u2028Nowak\n\t", "Anna Nowak"),
    ],
)
def test_what_no_font_has_gives_a_replacement_and_never_an_error(name: str, printed: str):
    assert squeezed(f"that {printed} has completed") in text_of(page_of(name))


def test_a_replacement_in_the_course_leaves_the_name_alone():
    found = text_of(render_pdf(replace(FACTS, course_title="Course 😀", service_name="Service 𒀀")))
    assert squeezed("Amina Evans") in found
    assert squeezed("Course Course �") in found
    assert squeezed("Service �") in found


@pytest.mark.parametrize(
    "name",
    [
        '#emph[x] #sys.inputs #read("/etc/passwd")',
        "*b* _i_ `c` $x^2$ <l> @r // ~",
        '\\u{41} "); #',
        "[ ] { } =",
        "-- ---",
    ],
)
def test_markup_in_a_name_is_printed_as_it_stands(name: str):
    assert squeezed(f"that{name}has") in text_of(page_of(name))


@pytest.mark.parametrize(
    "name",
    ["Wolfeschlegelsteinhausen Bergerdorff-Featherstonehaugh Montgomery Abernathy Smi", "W" * 80, "W" * 150, "文" * 80],
)
def test_a_long_name_is_on_one_page_as_a_whole(name: str):
    file = page_of(name)
    assert squeezed(name) in text_of(file)
    assert len(reader(file).pages) == 1
    assert len(file) <= 60 * 1024


def test_the_longest_of_everything_is_on_one_page():
    facts = replace(
        FACTS,
        name="W" * 150,
        course_title="Wide " * 40,
        content_version="W" * 20,
        hours=Decimal("9999.5"),
        service_name="W" * 150,
        address=f"https://{'a' * 60}.example.org/c/{'0' * 32}/",
    )
    file = render_pdf(facts)
    assert len(reader(file).pages) == 1
    assert len(file) <= 60 * 1024


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_at_all_gives_a_page(name: str):
    assert len(reader(page_of(name)).pages) == 1


def test_the_same_facts_give_the_same_bytes():
    first = render_pdf(FACTS)
    for name in NAMES.values():
        page_of(name)
    assert render_pdf(replace(FACTS)) == first
    assert render_pdf(replace(FACTS, serial="2026-7K3M-Q9TF")) != first


PRINT_HASH = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "cce_lms.settings"
import tests.environment, django, hashlib
django.setup()
from certificates.rendering import render_pdf
from tests.certificates.conftest import FACTS
print(hashlib.sha256(render_pdf(FACTS)).hexdigest())
"""


def test_another_process_gives_the_same_bytes():
    command = [sys.executable, "-c", PRINT_HASH]
    hashes = {subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip() for _ in range(2)}
    assert hashes == {hashlib.sha256(render_pdf(FACTS)).hexdigest()}


def test_it_is_a_tagged_pdf_ua_in_english():
    root = reader(page_of(NAMES["arabic"])).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    tags = tags_beneath(root["/StructTreeRoot"])
    assert {"/H1", "/P", "/Figure", "/Link"} <= tags


def tags_beneath(element: DictionaryObject) -> set[str]:
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    found = {str(element["/S"])} if "/S" in element else set()
    for kid in (kid.get_object() for kid in kids):
        if isinstance(kid, DictionaryObject):
            found |= tags_beneath(kid)
    return found


@pytest.mark.parametrize("script", ["welsh", "arabic", "bengali", "chinese", "korean", "vietnamese"])
def test_every_font_is_embedded(script: str):
    fonts = reader(page_of(NAMES[script])).pages[0]["/Resources"]["/Font"].values()
    descriptors = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert descriptors
    assert all("/FontFile2" in font or "/FontFile3" in font for font in descriptors)


def test_a_name_is_set_in_one_font_as_a_whole():
    def fonts(name: str) -> set[str]:
        used = reader(page_of(name)).pages[0]["/Resources"]["/Font"].values()
        return {font.get_object()["/BaseFont"].partition("+")[2] for font in used}

    house = {f"AtkinsonHyperlegibleNext-{weight}" for weight in ("Regular", "Italic", "SemiBold", "Bold")}
    assert fonts(NAMES["polish"]) == fonts(NAMES["welsh"]) == house
    assert fonts(NAMES["vietnamese"]) == house | {"NotoSans-Bold"}
    assert fonts(NAMES["chinese"]) == house | {"DroidSansFallback"}


def test_the_qr_code_on_the_page_is_the_public_address():
    picture = rendering._compiler().compile(
        rendering.HERE / "designs" / "1.typ",
        format="png",
        ppi=150,
        sys_inputs={"facts": json.dumps(rendering._said(FACTS, tidy))},
    )
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    assert code.text == FACTS.address


def test_the_date_of_the_file_is_the_day_of_issue():
    assert (
        reader(render_pdf(replace(FACTS, issued_on=date(2026, 2, 3))))
        .metadata["/CreationDate"]
        .startswith("D:20260203")
    )


def test_a_line_runs_as_its_first_letter_does():
    ways = {"Amina": "ltr", "": "ltr", "123": "ltr", "محمد Smith": "rtl", "Smith محمد": "ltr", "- נועה": "rtl"}
    assert {name: direction(name) for name in ways} == ways


def test_the_house_font_is_for_names_that_it_has_as_a_whole():
    names = {"Amina": True, "Llŷr Gŵyn": True, "Ẁẅ": True, "Nguyễn": False, "Ŋũ": False, "Зоряна": False, "": True}
    assert {name: suits_house_font(name) for name in names} == names


def test_long_words_get_a_place_to_break():
    assert breakable("Exampleshire Youth Justice Service") == "Exampleshire Youth Justice Service"
    assert breakable("x" * 40) == "\u200b".join(["x" * 16, "x" * 16, "x" * 8])
