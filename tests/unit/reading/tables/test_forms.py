"""What a form says is found whatever its layout: labels and values, chosen options, narratives whole, tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.reading.tables.form_blocks import Block, Box, Control, Grid, Heading, Paragraph, text_of
from caseaudit.reading.tables.form_choices import read_choice
from caseaudit.reading.tables.forms import document_tables, read_form
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import TEXT
from caseaudit.reading.tables.settings import ReadSettings


def p(text: str, *, bold: bool = False, marked: int = 0) -> Paragraph:
    return Paragraph(text, len(text) if bold else marked)


def box(*texts: str, bold: bool = False, shaded: bool = False, span: int = 1, header: bool = False) -> Box:
    return Box(tuple(p(text, bold=bold) for text in texts), span=span, shaded=shaded, header=header)


def grid(*rows: tuple[str | Box, ...]) -> Grid:
    return Grid(tuple(tuple(one if isinstance(one, Box) else box(one) for one in row) for row in rows))


def values(*blocks: Block) -> dict[str, str | None]:
    return read_form(blocks).values


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Notice ref: PPN/25/00123", {"Notice ref": "PPN/25/00123"}),
        ("DOB:01/02/2012", {"DOB": "01/02/2012"}),
        ("Reported at: 12/05/2025 14:33", {"Reported at": "12/05/2025 14:33"}),
        ("Ethnicity\tW1 White British", {"Ethnicity": "W1 White British"}),
        ("Date:\t12/05/2025", {"Date": "12/05/2025"}),
        ("Surname: AB   Forename: C   DOB: 01/02/2012", {"Surname": "AB", "Forename": "C", "DOB": "01/02/2012"}),
        ("Sex\tF\tAge\t12", {"Sex": "F", "Age": "12"}),
        ("Is the child safe now? ☒ Yes ☐ No", {"Is the child safe now?": "Yes"}),
        ("School\u00a0: Riverside", {"School": "Riverside"}),
        ("Disability:", {"Disability": None}),
        ("At 14:33 officers attended.", {}),
        ("See https://example.org for more", {}),
        ("12/05/2025 14:33 PC 1: spoke to him", {}),
        ("Neighbour said: he is at home", {}),
        ("Date reported: 12/05/2025", {"Date reported": "12/05/2025"}),
        ("Reported: 12/05/2025", {"Reported": "12/05/2025"}),
        ("Child spoken to: Yes", {"Child spoken to": "Yes"}),
        ("Referred to:", {"Referred to": None}),
        ("What the child said: nothing", {"What the child said": "nothing"}),
    ],
)
def test_labels_and_values_in_one_line(line: str, found: dict[str, str | None]) -> None:
    assert values(p(line)) == found


def test_a_label_in_bold_needs_no_colon() -> None:
    assert values(p("Officer PC 1234", marked=8)) == {"Officer": "PC 1234"}


def test_the_value_below_its_label_goes_on_to_the_next_label() -> None:
    found = values(p("Circumstances:"), p("First paragraph."), p("Second paragraph."), p("Outcome: referred"))
    assert found == {"Circumstances": "First paragraph.\nSecond paragraph.", "Outcome": "referred"}


def test_a_short_value_does_not_swallow_the_next_paragraph() -> None:
    found = values(
        p("Notice ref: PPN/1"), p("This notice is only for those who are named on the list of recipients below.")
    )
    assert found == {"Notice ref": "PPN/1"}


def test_the_second_of_the_same_label_is_numbered_whatever_its_case() -> None:
    assert list(values(p("Name: A"), p("NAME: B"), p("Name: C"))) == ["Name", "NAME (2)", "Name (3)"]


def test_a_heading_with_text_is_a_column_whole_with_its_line_breaks() -> None:
    found = values(
        Heading("Circumstances", 2),
        p("Officers attended."),
        p(""),
        p("Mother: he is fine."),
        p("He said\nhe was cold."),
    )
    assert found == {"Circumstances": "Officers attended.\n\nMother: he is fine.\nHe said\nhe was cold."}


def test_a_label_inside_a_narrative_is_a_column_and_stays_in_the_narrative() -> None:
    found = values(Heading("Log", 2), p("We attended."), p("Grade: High"), p("We left."))
    assert found == {"Log": "We attended.\nGrade: High\nWe left.", "Grade": "High"}


def test_a_label_that_ends_with_to_does_not_become_the_value_of_the_empty_one_above() -> None:
    found = values(p("Interpreter:"), p("Child spoken to: Yes, alone"), p("Referred to: Social care"))
    assert found == {"Interpreter": None, "Child spoken to": "Yes, alone", "Referred to": "Social care"}


_THRESHOLD = "Threshold document: level 3 because she has been hurt by him before and nobody else can look after her."


@pytest.mark.parametrize(
    "lines",
    [
        ("Referred on.", _THRESHOLD, "She was told."),
        ("Referred on.", _THRESHOLD, "Grade: High"),
        ("Referred on.", _THRESHOLD),
        (_THRESHOLD, "She was told."),
        (_THRESHOLD,),
        ("Mother: he is fine.", _THRESHOLD, "She was told."),
        ("Referred on.", "Grade: High", "Team: North", _THRESHOLD, "She was told."),
    ],
)
def test_a_sentence_with_a_colon_stays_in_its_section_and_is_a_column_too(lines: tuple[str, ...]) -> None:
    found = values(p("Ref: 1"), Heading("Rationale", 2), *(p(line) for line in lines))
    assert found["Rationale"] == "\n".join(lines)
    assert "Rationale (2)" not in found
    assert (found["Threshold document"] or "").startswith("level 3 because")


def test_labels_in_the_midst_of_a_narrative_are_columns_and_no_line_of_it_is_lost() -> None:
    lines = ("We attended.", "Height: 1.2 m", "Weight: 30 kg", "He was thin.", "Grade: High", "Team: North")
    assert values(Heading("Log", 2), *(p(line) for line in lines)) == {
        "Log": "We attended.\nHeight: 1.2 m\nWeight: 30 kg\nHe was thin.",
        "Height": "1.2 m",
        "Weight": "30 kg",
        "Grade": "High",
        "Team": "North",
    }


def test_a_table_in_the_midst_of_a_narrative_does_not_cut_it() -> None:
    header = tuple(box(name, header=True) for name in ("Name", "Age"))
    table = grid(header, ("AB", "9"), ("CD", "8"))
    form = read_form([p("Ref: 1"), Heading("Log", 2), p("We attended."), p("Children:"), table, p("We left.")])
    assert form.values["Log"] == "We attended.\nChildren:\nWe left."
    assert list(form.values) == ["Ref", "Log"]
    assert [len(one.rows) for one in form.tables] == [2]


def test_a_label_alone_in_a_narrative_has_what_stands_below_it_and_the_narrative_has_it_too() -> None:
    found = values(Heading("Log", 2), p("We attended."), p("Action taken:"), p("Referred on."), p("Grade: High"))
    assert found == {
        "Log": "We attended.\nAction taken:\nReferred on.\nGrade: High",
        "Action taken": "Referred on.",
        "Grade": "High",
    }


def test_a_ticked_box_inside_a_narrative_stays_in_it() -> None:
    assert (
        values(Heading("Log", 2), p("We attended."), p("Box ticked ☒ by him."))["Log"]
        == "We attended.\nBox ticked ☒ by him."
    )


def test_an_empty_section_is_blank_and_a_title_is_none() -> None:
    found = values(Heading("Notice", 1), Heading("Voice of the child", 2), Heading("Household", 2), p("Name: AB"))
    assert found == {"Voice of the child": None, "Name": "AB"}


def test_markings_and_page_numbers_are_in_no_value_but_in_the_text() -> None:
    form = read_form([Heading("Log", 2), p("One."), p("OFFICIAL-SENSITIVE"), p("Page 2 of 3"), p("- 4 -"), p("Two.")])
    assert form.values == {"Log": "One.\nTwo."}
    assert "OFFICIAL-SENSITIVE" in form.text


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("☒ Yes ☐ No", "Yes"),
        ("☐ Yes ☑ No", "No"),
        ("[x] Yes [ ] No", "Yes"),
        ("Yes ☐ No ☒", "No"),
        ("Yes [X]  No [ ]  Not known [ ]", "Yes"),
        ("☐ Yes ☐ No", None),
        ("☒ Red ☐ Amber ☒ Green", "Red; Green"),
        ("☒", "Yes"),
        ("☐", None),
        ("☐ None\n☒ Other: grandmother", "Other: grandmother"),
    ],
)
def test_tick_boxes_give_the_chosen_option(text: str, chosen: str | None) -> None:
    choice = read_choice(text)
    assert choice is not None
    assert choice.value == chosen


def test_what_stands_behind_the_options_is_a_column_of_its_own() -> None:
    found = values(p("Disability: ☒ Yes ☐ No   If yes, give details: hearing aid"))
    assert found == {"Disability": "Yes", "Disability - If yes, give details": "hearing aid"}


def test_a_list_of_boxes_under_a_heading_is_both_one_answer_and_many() -> None:
    found = values(Heading("Risk factors", 2), p("☒ Domestic abuse"), p("☐ Alcohol"), p("☒ Missing"))
    assert found == {
        "Risk factors": "Domestic abuse; Missing",
        "Domestic abuse": "Yes",
        "Alcohol": None,
        "Missing": "Yes",
    }


def test_labels_in_shaded_cells_beside_their_values() -> None:
    shaded = [box(name, shaded=True) for name in ("Name", "DOB", "Sex", "Language")]
    found = values(grid((shaded[0], "AB", shaded[1], "01/02/2012"), (shaded[2], "F", shaded[3], "")))
    assert found == {"Name": "AB", "DOB": "01/02/2012", "Sex": "F", "Language": None}


def test_four_columns_of_labels_and_values_without_any_marks() -> None:
    found = values(
        grid(("Surname", "AB", "Date of birth", "01/02/2012"), ("Address", "1 High Street", "School", "Riverside"))
    )
    assert found == {"Surname": "AB", "Date of birth": "01/02/2012", "Address": "1 High Street", "School": "Riverside"}


def test_label_above_value_in_a_cell_and_in_rows() -> None:
    assert values(grid(("Name:\nAB", "Date of birth:\n01/02/2012"))) == {"Name": "AB", "Date of birth": "01/02/2012"}
    stacked = grid(
        (box("Name", bold=True), box("Sex", bold=True)),
        ("AB", "F"),
        (box("School", bold=True), box("Age", bold=True)),
        ("X", "9"),
    )
    assert values(stacked) == {"Name": "AB", "Sex": "F", "School": "X", "Age": "9"}


def test_a_wide_shaded_row_heads_what_stands_below_it() -> None:
    found = values(
        grid(
            (box("Name", shaded=True), "AB"),
            (box("Circumstances", shaded=True, span=2),),
            (box("One.", "Two.", span=2),),
        )
    )
    assert found == {"Name": "AB", "Circumstances": "One.\nTwo."}


def test_a_table_with_a_header_is_a_table_named_by_what_stands_above_it() -> None:
    header = tuple(box(name, bold=True) for name in ("Name", "DOB", "Name"))
    form = read_form([p("Children:"), grid(header, ("AB", "01/02/2012", "x"), ("CD", "", ""), ("", "", ""))])
    (table,) = form.tables
    assert (table.name, table.columns) == ("Children", ("Name", "DOB", "Name (2)"))
    assert table.rows == ((2, ("AB", "01/02/2012", "x")), (3, ("CD", None, None)), (4, (None, None, None)))
    assert form.values == {}


def test_tables_without_a_heading_are_numbered() -> None:
    rows = ((box("Date", header=True), box("Action", header=True)), ("01/02/2025", "Called"))
    assert [table.name for table in read_form([grid(*rows), p("More"), grid(*rows)]).tables] == ["table 1", "table 2"]


def test_the_only_row_of_a_table_gives_labels_too_unless_they_stand_elsewhere() -> None:
    rows = (tuple(box(name, header=True) for name in ("Name", "Age")), ("CD", "9"))
    form = read_form([p("Name: AB"), grid(*rows)])
    assert form.values == {"Name": "AB", "Age": "9"}
    assert len(form.tables) == 1


def test_a_table_inside_a_cell_is_not_lost() -> None:
    inner = grid(tuple(box(name, header=True) for name in ("Name", "Age")), ("AB", "9"), ("CD", "7"))
    form = read_form([grid((box("Children", shaded=True), Box((p("see below"), inner))))])
    assert form.values == {"Children": "see below"}
    assert [len(table.rows) for table in form.tables] == [2]


def test_labels_of_headers_and_footers_count_where_the_body_has_none() -> None:
    form = read_form([p("Ref: 1")], [p("OFFICIAL"), p("Ref: 2"), p("Incident: 55"), p("Page 1 of 2")])
    assert form.values == {"Ref": "1", "Incident": "55"}


def test_a_marking_in_front_of_a_label_is_no_part_of_it() -> None:
    margins = [p("OFFICIAL-SENSITIVE Form ref: F12"), p("Official contact: AB"), p("OFFICIAL: SENSITIVE\tUnit: 5")]
    assert read_form([p("Ref: 1")], margins).values == {
        "Ref": "1",
        "Form ref": "F12",
        "Official contact": "AB",
        "Unit": "5",
    }


def test_the_name_of_a_control_counts_where_no_label_tells_it() -> None:
    assert values(p("Grade: High"), Control("Grade", "High"), Control("Sex", "☐"), Control("Age", "9")) == {
        "Grade": "High",
        "Sex": None,
        "Age": "9",
    }


def test_rows_of_tables_carry_the_labels_of_their_document() -> None:
    header = tuple(box(name, header=True) for name in ("Name", "Age"))
    first, second = document_tables("a.docx", [p("Ref: 7"), grid(header, ("AB", "9"), ("CD", "8"))], [], ReadSettings())
    (row,) = first.rows
    assert (first.name, row.number, row.values["Ref"], row.values[TEXT]) == (
        "",
        1,
        "7",
        "Ref: 7\nName\tAge\nAB\t9\nCD\t8",
    )
    assert [(row.number, row.values["Name"], row.values["../Ref"]) for row in second.rows] == [
        (2, "AB", "7"),
        (3, "CD", "7"),
    ]


def test_documents_beyond_the_limits_are_refused_with_the_reason() -> None:
    with pytest.raises(UnreadableExport, match="holds no text"):
        list(document_tables("a.txt", [p("  ")], [], ReadSettings()))
    with pytest.raises(UnreadableExport, match="more than 5 characters"):
        list(document_tables("a.txt", [p("123456")], [], ReadSettings(max_cell=5)))
    with pytest.raises(UnreadableExport, match="more than 1 labels"):
        list(document_tables("a.txt", [p("Name: A"), p("Age: 9")], [], ReadSettings(max_columns=1)))


_TEXTS = st.text(st.sampled_from("ab XY:?.\t☒☐[]x1/\n-"), max_size=30)
_PARAGRAPHS = st.builds(Paragraph, _TEXTS, st.integers(0, 30))
_BOXES = st.builds(
    Box, st.lists(_PARAGRAPHS, max_size=2).map(tuple), st.integers(1, 3), st.just(1), st.booleans(), st.booleans()
)
_GRIDS = st.lists(st.lists(_BOXES, min_size=1, max_size=4).map(tuple), min_size=1, max_size=4).map(tuple).map(Grid)
_BLOCKS = st.lists(st.one_of(_PARAGRAPHS, st.builds(Heading, _TEXTS, st.integers(0, 3)), _GRIDS), max_size=8)


@given(_BLOCKS)
def test_any_document_is_read_and_its_text_holds_every_word(blocks: list[Block]) -> None:
    form = read_form(blocks)
    for word in text_of(blocks).split():
        assert word in form.text
    assert len({name.casefold() for name in form.values}) == len(form.values)
    for table in form.tables:
        assert len(set(table.columns)) == len(table.columns)
        assert all(len(cells) == len(table.columns) for _, cells in table.rows)


@given(
    st.lists(st.text(st.sampled_from("abcdef ,.'"), min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=8)
)
def test_a_narrative_under_a_heading_loses_no_line(lines: list[str]) -> None:
    found = values(Heading("Title", 1), p("Ref: 1"), Heading("Circumstances", 2), *(p(line) for line in lines))
    kept = [line.rstrip() for line in lines]
    kept[0] = kept[0].lstrip()
    assert found["Circumstances"] == "\n".join(kept).strip()


_LINES = st.sampled_from(
    ["He sat still.", "Grade: High", "Sex\tF\tAge\t12", "Mother: he is fine.", "Name: AB   Age: 9", _THRESHOLD]
)


@given(st.lists(_LINES, max_size=8))
def test_a_narrative_keeps_every_line_between_its_first_and_its_last_words(lines: list[str]) -> None:
    told = ["We attended.", *lines, "We left."]
    found = values(Heading("Title", 1), p("Ref: 1"), Heading("Circumstances", 2), *(p(line) for line in told))
    assert found["Circumstances"] == "\n".join(told)
    assert not any(name.startswith("Circumstances (") for name in found)
