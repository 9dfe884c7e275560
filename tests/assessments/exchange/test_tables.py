"""CSV and Excel: a row for each option, nothing that a spreadsheet would run, and plain words where a row is wrong."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.exchange import FORMATS, format_of
from assessments.exchange.csv import Csv
from assessments.exchange.entry import Entry, Option, Reading, Unreadable
from assessments.exchange.examples import EXAMPLES
from assessments.exchange.table import HEADS, MEANINGS, harmless, plain
from assessments.exchange.xlsx import Xlsx
from tests.assessments.exchange.building import several_entries, single, words

TABLES = [Csv(), Xlsx()]


@pytest.mark.parametrize("table", TABLES, ids=["csv", "xlsx"])
@settings(max_examples=120, deadline=None)
@given(drawn=several_entries())
def test_what_is_written_comes_back_as_it_was(table: Csv | Xlsx, drawn: list[Entry]) -> None:
    reading = table.read(table.write(drawn))
    assert (reading.entries, reading.wrong, reading.notes) == (drawn, [], [])
    assert {table.left_out(entry) for entry in drawn} == {""}


@given(text=st.one_of(words, st.text()))
def test_no_cell_begins_as_a_formula_does_and_each_reads_back(text: str) -> None:
    written = harmless(text)
    assert plain(written) == text
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


FORMULA = '=HYPERLINK("https://example.org","Open")'


def test_no_formula_stands_in_either_file() -> None:
    option = Option("@SUM(A1)", is_right=True, feedback="+1")
    entry = Entry("", "coercion/fear", "single", FORMULA, (option, Option("-1")))
    rows = list(csv.reader(io.StringIO(Csv().write([entry]).decode("utf-8-sig"))))
    assert {"'" + FORMULA, "'@SUM(A1)", "'+1", "'-1"} <= {cell for row in rows for cell in row}
    book = openpyxl.load_workbook(io.BytesIO(Xlsx().write([entry])))
    types = {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None}
    assert types == {"s"}
    with zipfile.ZipFile(io.BytesIO(Xlsx().write([entry]))) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_a_spreadsheet_has_its_heads_in_sight_and_only_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(Xlsx().write([single("fear-1", state="live", shuffle=True)])))
    sheet = book["Questions"]
    assert [cell.value for cell in sheet[1]] == list(HEADS)
    assert sheet.freeze_panes == "B2"
    assert {cell.number_format for row in sheet for cell in row} == {"@"}
    assert [row[0].value for row in book["How to fill it in"]][1:] == list(MEANINGS) == list(HEADS)
    assert [[cell.value for cell in row][:9] for row in sheet.iter_rows(min_row=2)] == [
        ["fear-1", "coercion/fear", None, "single", "in use", "yes", "What now?", "Wait", None],
        ["fear-1", None, None, None, None, None, None, "Listen", "yes"],
    ]


def test_a_spreadsheet_saved_by_another_program_is_read() -> None:
    """With numbers, booleans, shared and styled strings, in the sheet called Questions."""
    book = openpyxl.Workbook()
    book.active.append(["notes"])
    sheet = book.create_sheet("Questions")
    sheet.append(["Question", "Option", "Right", "Feedback", "Goes with", "Type"])
    sheet.append(["How many?", 14, True, "A\r\nB", None, None])
    sheet.append([None, 15.5, False])
    sheet.append([None] * 6)
    sheet.append(["Is it so?", "It is", True, None, True, "true-false"])
    sheet.append([None, "It is not", None, None, "FALSE"])
    file = io.BytesIO()
    book.save(file)
    reading = Xlsx().read(file.getvalue())
    assert reading.wrong == []
    assert [(entry.stem, entry.options, entry.place) for entry in reading.entries] == [
        ("How many?", (Option("14", True, "", "A\nB"), Option("15.5")), 2),
        ("Is it so?", (Option("It is", True, "true"), Option("It is not", False, "false")), 5),
    ]


def test_shared_strings_lose_how_they_look_and_sound() -> None:
    strings = "<sst><si><r><t>quest</t></r><r><t>ion</t></r></si><si><t>option</t><rPh><t>x</t></rPh></si></sst>"
    rows = '<row r="1"><c r="B1" t="s"><v>0</v></c><c r="D1" t="s"><v>1</v></c></row>'
    rows += '<row r="7"><c r="B7" t="str"><v>Who_x003F_</v></c><c r="D7" t="inlineStr"><is><t>A</t></is></c></row>'
    (entry,) = Xlsx().read(workbook(f"<worksheet>{rows}</worksheet>", strings)).entries
    assert (entry.stem, entry.options, entry.place) == ("Who?", (Option("A"),), 7)


def workbook(sheet: str, strings: str = "<sst/>") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/sharedStrings.xml", strings)
    return file.getvalue()


TABLE = "key,question,option,right\nfear-1,Who?,A,yes\nfear-1,,B,\n"
EXPECTED = [Entry("fear-1", "", "single", "Who?", (Option("A", is_right=True), Option("B")))]


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").encode(),
        TABLE.replace("key,", "Key ,", 1).replace("option", '"OPTION"').encode(),
    ],
    ids=["utf-8", "with a mark", "utf-16", "windows lines", "old lines", "semicolons", "tabs", "heads in capitals"],
)
def test_a_table_is_recognised_however_it_was_saved(content: bytes) -> None:
    chosen = format_of("", content)
    assert chosen.key == "csv"
    reading = chosen.read(content)
    assert (reading.entries, reading.wrong, reading.notes) == (EXPECTED, [], [])


def test_windows_1252_is_recognised_and_told() -> None:
    reading = Csv().read("question,option,right\nWhose? – Kai’s,A,yes\n,B,\n".encode("cp1252"))
    assert reading.entries[0].stem == "Whose? – Kai’s"
    assert ["Windows-1252" in remark.text for remark in reading.notes] == [True]


def read(*rows: str) -> Reading:
    return Csv().read(
        "\n".join(["key,lesson,type,state,shuffle,question,option,right,goes with,feedback", *rows]).encode()
    )


def test_words_filled_into_every_row_are_still_one_question() -> None:
    rows = read("fear-1,,,,,Who?,A,yes,,", "fear-1,,,,,Who?,B,,,")
    assert [len(entry.options) for entry in rows.entries] == [2]
    assert [len(entry.options) for entry in read(",,,,,Who?,A,yes,,", ",,,,,Who?,B,,,").entries] == [1, 1]


@pytest.mark.parametrize(
    ("rows", "place", "why"),
    [
        ([",,,,,,A,yes,,"], 2, "No question stands above this row"),
        ([",,riddle,,,Who?,A,yes,,"], 2, "no type “riddle”"),
        ([",,,soon,,Who?,A,yes,,"], 2, "draft, in use or retired, not “soon”"),
        ([",,,,perhaps,Who?,A,yes,,"], 2, "“shuffle” is yes or no, not “perhaps”"),
        ([",,,,,Who?,A,yes,,", ",,,,,,B,perhaps,,"], 3, "“right” is yes or no, not “perhaps”"),
        ([",,,,,Who?,A,yes,,", "", ",,,,,,,,,Feedback alone"], 4, "The column “option” is empty"),
        (["fear-1,,,,,Who?,A,yes,,", "fear-2,,,,,,B,,,"], 3, "Were the rows sorted?"),
        ([",,single,,,Who?,A,yes,C,"], 2, "“goes with” is for matching"),
        ([",,ordering,,,Who?,A,yes,,"], 2, "Leave “right” empty"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(rows: list[str], place: int, why: str) -> None:
    (remark,) = read(*rows).wrong
    assert (remark.place, why in remark.text) == (place, True), remark


def test_rows_count_as_a_spreadsheet_counts_them_whatever_lines_a_cell_has() -> None:
    (remark,) = read(',,,,,"Who\nis\nthis?",A,yes,,', ",,,,,,B,perhaps,,").wrong
    assert remark.place == 3


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("one,two\nA,B\n", "The first row has to hold the names of the columns"),
        ("question,option,option\nA,B,C\n", "Two columns are called “option”"),
        ('question,option\n"A,B\n', "quotation mark"),
    ],
)
def test_a_table_without_its_heads_or_its_marks_is_refused(content: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        Csv().read(content.encode())


def test_a_column_of_one_s_own_is_left_alone_and_told() -> None:
    reading = Csv().read(b"question,option,right,my notes,lesson title\nWho?,A,yes,ask Jo,Fear\n")
    assert (len(reading.entries), reading.wrong) == (1, [])
    assert [remark.text for remark in reading.notes] == ["The column “my notes” is not read."]


@pytest.mark.parametrize("key", list(FORMATS))
def test_the_template_shows_every_type_that_the_format_has(key: str) -> None:
    shown = [Entry("", "coercion/fear", kind, stem, tuple(options)) for kind, stem, options in EXAMPLES]
    chosen = FORMATS[key]
    kept = [entry for entry in shown if not chosen.left_out(entry)]
    assert chosen.read(chosen.write(kept)).entries == kept
    assert {entry.kind for entry in shown} - {entry.kind for entry in kept} == (
        {"ordering"} if key == "gift" else set()
    )
