"""XML returns as tables: what an analyst finds as tables, columns and rows, and what is refused."""

import gzip
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.reading.tables.handles import handle_of, handle_of_bytes
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Row
from caseaudit.reading.tables.settings import ReadSettings
from caseaudit.reading.tables.xml_tables import tables

Found = dict[str, tuple[list[str], list[Row], list[str]]]

RETURN = """<?xml version="1.0" encoding="UTF-8"?>
<r:Cases xmlns:r="urn:return" generated="2025-05-01">
  <Case id="7">
    <Children>
      <Child><Name>AB</Name><Ethnicity code="W1">White British</Ethnicity></Child>
      <Child><Name>CD</Name><Ethnicity code="NS"/></Child>
    </Children>
    <Ref>00123</Ref>
    <Address><Line>1 High St</Line><Line>Town</Line><Postcode>X1 1XX</Postcode></Address>
    <Tag>a</Tag><Tag/><Tag>b</Tag>
  </Case>
  <Case id="8"><Children><Child><Name>EF</Name></Child></Children><Ref>00124</Ref></Case>
</r:Cases>"""


def read(content: str | bytes, name: str = "return.xml", **settings: Any) -> Found:
    """Give every table as (columns, rows, notices) by its name."""
    data = content.encode() if isinstance(content, str) else content
    found: Found = {}
    for table in tables(handle_of_bytes(data, name), ReadSettings(**settings)):
        rows = list(table.rows)
        found[table.name] = (list(table.columns), rows, list(table.notices))
    return found


def values(found: Found, name: str) -> list[dict[str, Any]]:
    return [dict(row.values) for row in found[name][1]]


def problems(found: Found) -> list[str]:
    return [row.problem for _, rows, _ in found.values() for row in rows if row.problem]


def test_every_kind_of_group_is_a_table_by_its_path() -> None:
    found = read(RETURN)

    assert list(found) == [
        "Cases",
        "Cases/Case",
        "Cases/Case/Children/Child",
        "Cases/Case/Children/Child/Ethnicity",
        "Cases/Case/Address",
    ]
    assert values(found, "Cases") == [{"@generated": "2025-05-01"}]


def test_a_group_that_is_given_once_is_columns_too() -> None:
    first, second = values(read(RETURN), "Cases/Case")

    assert first == {
        "@id": "7",
        "Ref": "00123",
        "Tag": "a; b",
        "Address.Line": "1 High St; Town",
        "Address.Postcode": "X1 1XX",
        "../@generated": "2025-05-01",
    }
    assert second == {"@id": "8", "Ref": "00124", "../@generated": "2025-05-01"}


def test_a_row_has_the_values_around_it_even_those_that_stand_behind_it() -> None:
    children = values(read(RETURN), "Cases/Case/Children/Child")

    assert [child["Name"] for child in children] == ["AB", "CD", "EF"]
    assert [child["../../Ref"] for child in children] == ["00123", "00123", "00124"]
    assert children[0]["../../Address.Postcode"] == "X1 1XX"
    assert children[0]["../../../@generated"] == "2025-05-01"
    assert (children[0]["Ethnicity"], children[0]["Ethnicity.@code"]) == ("White British", "W1")
    assert (children[1].get("Ethnicity"), children[1]["Ethnicity.@code"]) == (None, "NS")


def test_rows_are_numbered_as_the_elements_stand() -> None:
    assert [row.number for row in read(RETURN)["Cases/Case/Children/Child"][1]] == [1, 2, 3]


def test_columns_name_what_the_rows_hold() -> None:
    for columns, rows, _ in read(RETURN).values():
        assert set(columns) == {name for row in rows for name in row.values}


def test_a_month_in_which_nothing_is_repeated_has_the_same_tables() -> None:
    once = "<Cases><Case><Ref>1</Ref><Children><Child><Name>AB</Name></Child></Children></Case></Cases>"

    found = read(once)

    assert list(found) == ["Cases/Case", "Cases/Case/Children/Child"]
    assert values(found, "Cases/Case") == [{"Ref": "1"}]
    assert values(found, "Cases/Case/Children/Child") == [{"Name": "AB", "../../Ref": "1"}]


def test_elements_with_attributes_that_are_repeated_are_rows_with_a_value() -> None:
    found = read("<Log><Entry>before</Entry><Entry by='PC'>first</Entry><Entry/><Entry>second</Entry></Log>")

    rows = found["Log/Entry"][1]
    assert [(row.number, dict(row.values)) for row in rows] == [
        (1, {"(value)": "before"}),
        (2, {"@by": "PC", "(value)": "first"}),
        (4, {"(value)": "second"}),
    ]


def test_one_case_with_two_of_a_group_does_not_take_the_columns_from_the_others() -> None:
    cases = [f"<C><R>{n}</R><A><P>p{n}</P></A></C>" for n in range(30)]
    cases[5] = "<C><R>5</R><A><P>x</P></A><A><P>y</P></A></C>"

    found = read(f"<Cs>{''.join(cases)}</Cs>")

    rows = values(found, "Cs/C")
    assert (rows[4]["A.P"], rows[5]["A.P"], rows[6]["A.P"]) == ("p4", "x; y", "p6")
    assert any("A stands more than once in 1 of 30" in notice for notice in found["Cs/C"][2])
    assert len(found["Cs/C/A"][1]) == 31


def test_a_list_is_not_columns() -> None:
    found = read("<Cs><C><R>1</R><K><N>a</N></K><K><N>b</N></K></C><C><R>2</R><K><N>c</N></K></C></Cs>")

    assert values(found, "Cs/C") == [{"R": "1"}, {"R": "2"}]
    assert values(found, "Cs/C/K") == [
        {"N": "a", "../R": "1"},
        {"N": "b", "../R": "1"},
        {"N": "c", "../R": "2"},
    ]


def test_running_text_is_one_text_in_reading_order() -> None:
    found = read("<D><N>1</N><T>He said <b>no, <i>never</i></b> twice.</T><T2><p>One.</p><p>Two.</p>End.</T2></D>")

    row = values(found, "D")[0]
    assert row["T"] == "He said no, never twice."
    assert row["T2.(value)" if "T2.(value)" in row else "T2"] == "One.\nTwo.\nEnd."


def test_character_data_is_text_and_a_comment_is_not() -> None:
    assert values(read("<D><T>a <![CDATA[<b> & c]]><!-- no --> d</T></D>"), "D") == [{"T": "a <b> & c d"}]


def test_empty_and_nil_are_told_apart() -> None:
    xsi = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"

    found = read(f"<D {xsi} xsi:schemaLocation='a b'><E/><S> </S><N xsi:nil='true'/><T xsi:type='x'>t</T></D>")

    assert values(found, "D") == [{"E": "", "S": "", "N": None, "T": "t"}]


def test_names_that_differ_in_namespace_only_are_told_apart_in_every_row() -> None:
    text = "<Cs xmlns:a='urn:a'><C><Ref>1</Ref><a:Ref>2</a:Ref></C><C><a:Ref>4</a:Ref></C></Cs>"

    found = read(text)

    assert values(found, "Cs/C") == [{"Ref": "1", "Ref (2)": "2"}, {"Ref (2)": "4"}]
    assert any("(2)" in notice for notice in found["Cs/C"][2])


def test_a_prefix_that_is_declared_nowhere_does_not_stop_the_reading() -> None:
    assert values(read("<x:Cs><x:C><x:Ref>1</x:Ref></x:C></x:Cs>"), "Cs/C") == [{"Ref": "1"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252", "iso-8859-15"])
def test_the_declared_encoding_is_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><D><T>café “no”</T></D>'
    if encoding == "iso-8859-15":
        text = text.replace("“no”", "€")

    assert values(read(text.encode(encoding)), "D")[0]["T"] in ("café “no”", "café €")


@pytest.mark.parametrize(
    ("declared", "written"), [("utf-16", "utf-8"), ("windows-1252", "utf-8"), ("utf-8", "cp1252"), ("klingon", "utf-8")]
)
def test_a_wrong_declaration_is_not_believed_and_said(declared: str, written: str) -> None:
    content = f'<?xml version="1.0" encoding="{declared}"?><D><T>“café”</T></D>'.encode(written)

    found = read(content)

    assert values(found, "D") == [{"T": "“café”"}]
    assert found["D"][2]


def test_what_the_user_says_of_the_encoding_wins() -> None:
    content = '<?xml version="1.0" encoding="utf-8"?><D><T>Ł</T></D>'.encode("cp1250")

    assert values(read(content, encoding="cp1250"), "D") == [{"T": "Ł"}]


def test_characters_that_xml_cannot_hold_are_replaced_and_counted() -> None:
    found = read("<D><T>a\x0bb&#x1F;c&#xD83D;&#10;&#31;</T></D>")

    assert values(found, "D") == [{"T": "a\ufffdb\ufffdc\ufffd\n\ufffd"}]
    assert found["D"][2] == ["4 characters that XML cannot hold stand as \ufffd"]


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE D [<!ENTITY e0 "ha">{BOMB}]>',
        '<!DOCTYPE D [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE D [<!ENTITY % x SYSTEM "http://example.org/x.dtd"> %x;]>',
        f'<!DOCTYPE D [<!ENTITY e0 "{"a" * 50_000}">]>',
    ],
)
def test_entities_are_refused(doctype: str) -> None:
    with pytest.raises(UnreadableExport, match="defines entities"):
        read(f"<?xml version='1.0'?>{doctype}<D><T>&e11;&x;&e0;</T></D>")


def test_a_definition_in_another_file_is_never_opened_and_its_names_are_read_or_refused() -> None:
    doctype = '<!DOCTYPE D SYSTEM "http://example.org/none.dtd">'

    assert values(read(f"{doctype}<D><T>caf&eacute;</T></D>"), "D") == [{"T": "café"}]
    with pytest.raises(UnreadableExport, match="&force;"):
        read(f"{doctype}<D><T>&force;</T></D>")


def test_nesting_is_bounded() -> None:
    text = "<D>" * 65 + "</D>" * 65

    with pytest.raises(UnreadableExport, match="more than 64 levels"):
        read(text)
    with pytest.raises(UnreadableExport, match="more than 64 levels"):
        read("<D>text" + "<b>" * 100_000)
    assert read("<D>" * 64 + "x" + "</D>" * 64)


@pytest.mark.parametrize("content", ["", "hello", "{}", "\x00\x01", "<"])
def test_what_is_no_xml_is_said(content: str) -> None:
    with pytest.raises(UnreadableExport, match="It is not XML"):
        read(content)


def test_a_file_that_breaks_off_gives_what_came_before_and_says_where() -> None:
    found = read("<Cs>\n<C><R>1</R></C>\n<C><R>2</R><K><N>a</N></K><K><N>b</N></K><K><N>unfin")

    cases = found["Cs/C"][1]
    assert [row.values["R"] for row in cases] == ["1", "2"]
    assert cases[0].problem is None
    assert "breaks off at line 3" in cases[1].problem
    assert [bool(row.problem) for row in found["Cs/C/K"][1]] == [False, False, True]
    assert all(any("breaks off" in notice for notice in notices) for _, _, notices in found.values())


def test_a_file_that_breaks_off_between_rows_has_a_last_row_that_says_so() -> None:
    for text in ("<Cs><C><R>1</R></C><C><R>2</R></C>", "<Cs a='1'><C><R>1</R></C><C><R>2</R></C></Cs"):
        rows = read(text)["Cs/C"][1]

        assert [row.values.get("R") for row in rows] == ["1", "2", None]
        assert "breaks off" in rows[-1].problem


def test_what_stands_behind_the_end_is_said() -> None:
    found = read("<Cs><C><R>1</R></C></Cs><Cs/>")

    assert values(found, "Cs/C") == [{"R": "1"}]
    assert any("behind the end" in notice for notice in found["Cs/C"][2])


def test_an_empty_return_is_a_table_without_rows() -> None:
    assert read("<Cases/>") == {"Cases": ([], [], [])}


def test_a_cell_over_the_limit_is_cut_and_its_row_set_aside() -> None:
    found = read(f"<Cs><C><R>1</R><T>{'x' * 2000}</T></C><C><R>2</R><T a='1'>{'y' * 2000}</T></C></Cs>", max_cell=1000)

    assert all("1,000" in row.problem for row in found["Cs/C"][1][:1])
    assert any("1,000" in row.problem for row in found["Cs/C/T"][1] if row.problem)


def test_names_that_are_values_are_refused() -> None:
    kinds = "".join(f"<k{n} a='1'/>" for n in range(6000))

    with pytest.raises(UnreadableExport, match="kinds of nested groups"):
        read(f"<D>{kinds}</D>")
    with pytest.raises(UnreadableExport, match="different columns"):
        read("<D>" + "".join(f"<C><k{n}>1</k{n}></C>" for n in range(60)) + "</D>", max_columns=50)


def test_a_packed_return_is_read(tmp_path: Path) -> None:
    path = tmp_path / "the return.xml.gz"
    path.write_bytes(gzip.compress(RETURN.encode()))

    handle = handle_of(path, path.name, ReadSettings())

    assert [table.name for table in tables(handle, ReadSettings())][1] == "Cases/Case"


def test_memory_stays_flat_however_long_the_return(tmp_path: Path) -> None:
    path = tmp_path / "long.xml"
    case = f"<Case><Ref>1</Ref><Text>{'word ' * 300}</Text><Children><Child><Name>A</Name></Child></Children></Case>"
    with path.open("w") as stream:
        stream.write("<Cases>")
        for _ in range(8):
            stream.write(case * 1000)
        stream.write("</Cases>")
    tracemalloc.start()
    try:
        counts = [
            sum(1 for _ in table.rows) for table in tables(handle_of(path, "long.xml", ReadSettings()), ReadSettings())
        ]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert counts == [8_000, 8_000]
    assert path.stat().st_size > 12_000_000
    assert peak < 25_000_000


NAMES = st.sampled_from(["A", "B", "Ref", "p"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8)
TREES = st.recursive(
    st.tuples(NAMES, st.just({}), TEXTS),
    lambda inner: st.tuples(NAMES, st.dictionaries(NAMES, TEXTS, max_size=2), st.lists(inner, min_size=1, max_size=4)),
    max_leaves=20,
)


def written(tree: Any) -> str:
    name, attributes, inside = tree
    marks = "".join(f' {key}="{escape(value, {chr(34): "&quot;"})}"' for key, value in attributes.items())
    text = escape(inside) if isinstance(inside, str) else "".join(map(written, inside))
    return f"<{name}{marks}>{text}</{name}>"


def leaves(tree: Any) -> Iterator[str]:
    _, attributes, inside = tree
    yield from attributes.values()
    if isinstance(inside, str):
        yield inside
    else:
        for each in inside:
            yield from leaves(each)


@given(TREES)
def test_no_value_is_lost_whatever_the_shape(tree: Any) -> None:
    found = read(written(("Root", {}, [tree])))

    cells = {cell for _, rows, _ in found.values() for row in rows for cell in row.values.values() if cell}
    held = {part for cell in cells for part in (cell, *cell.split("; "))}
    for text in leaves(tree):
        assert not text.strip() or text in held or any(text in cell for cell in cells)
    for columns, rows, _ in found.values():
        assert {name for row in rows for name in row.values} <= set(columns)
        assert all(before.number < after.number for before, after in pairwise(rows))


@given(st.integers(0, len(RETURN)), st.binary(max_size=4))
def test_a_file_cut_or_damaged_anywhere_is_read_as_far_as_it_goes_or_refused(at: int, noise: bytes) -> None:
    content = RETURN.encode()
    try:
        found = read(content[:at] + noise)
    except UnreadableExport:
        return
    assert at + len(noise) >= len(content) - 2 or problems(found) or not any(rows for _, rows, _ in found.values())
