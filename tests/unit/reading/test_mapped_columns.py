"""What an analyst is told of columns: never that one is missing or unused which is not, and at once where a choice fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mapped_builder import PEOPLE, Taken, a_mapping, write_export, write_mapping

from caseaudit.errors import UsageError

XML = """<Return><Header><Force>Marlshire</Force><Period>May</Period></Header><Cases>
<Case Ref="A" Type="ppn"><Unit Code="7"><Name>North</Name></Unit><Vehicle><Colour>blue</Colour></Vehicle>
<Children><Child Id="K1"><Born><On>2011-04-03</On></Born></Child></Children></Case>
<Case Ref="B" Type="ppn"><Unit Code="8"><Name>South</Name></Unit></Case>
</Cases><Staff><Officer Id="1"><Rank>PC</Rank></Officer><Officer Id="2"><Rank>PS</Rank></Officer></Staff></Return>
"""
TABLES: list[dict[str, Any]] = [
    {"name": "cases", "from": "*.xml", "sheet": "*/Cases/Case", "into": "case", "key": "@Ref",
     "fields": {"case_id": "@Ref", "case_type": "@Type", "area": "Unit.Name", "force": "../../Header.Force"}},
    {"name": "children", "from": "*.xml", "sheet": "*/Children/Child", "into": "children[]", "key": "../../@Ref",
     "fields": {"child_id": "@Id", "date_of_birth": "Born.On"}},
]  # fmt: skip


def a_return(folder: Path, xml: str = XML, **children: Any) -> Taken:
    cases, child = TABLES
    mapping = write_mapping(folder, {"mapping": "small", "tables": [cases, {**child, **children}]})
    (folder / "return.xml").write_text(xml, encoding="utf-8")
    return Taken(mapping, folder / "return.xml")


class TestElements:
    def test_columns_of_elements_around_are_not_told_as_missing(self, tmp_path: Path) -> None:
        taken = a_return(tmp_path)
        assert taken.raw["A"]["force"] == "Marlshire"
        assert [child["child_id"] for child in taken.raw["A"]["children"]] == ["K1"]
        assert not taken.told("has no column")

    def test_a_column_that_no_element_has_is_told(self, tmp_path: Path) -> None:
        taken = a_return(tmp_path, XML.replace("Force>", "Constabulary>"))
        (notice,) = taken.told("has no column")
        assert "../../Header.Force" in notice
        assert "force" not in taken.raw["A"]

    def test_only_groups_of_which_nothing_is_reached_are_unused(self, tmp_path: Path) -> None:
        (notice,) = a_return(tmp_path).told("Sheets and tables")
        assert notice.endswith("return.xml (Return/Staff/Officer).")

    def test_what_is_not_used_of_a_used_group_is_told_as_a_column(self, tmp_path: Path) -> None:
        (notice,) = a_return(tmp_path).told("Columns that the mapping does not use")
        assert notice.endswith("return.xml (Return/Cases/Case): Unit.@Code, Vehicle.Colour.")

    def test_a_condition_on_an_attribute_that_nobody_has_leaves_the_list_unsaid(self, tmp_path: Path) -> None:
        taken = a_return(tmp_path, where={"column": "@Withdrawn", "is": "Y"})
        assert "children" not in taken.raw["A"]
        (notice,) = taken.told("'children'")
        assert "@Withdrawn" in notice

    def test_a_condition_on_an_attribute_that_nobody_has_may_choose_all(self, tmp_path: Path) -> None:
        taken = a_return(tmp_path, where={"column": "@Withdrawn", "is_not": "Y"})
        assert [child["child_id"] for child in taken.raw["A"]["children"]] == ["K1"]
        assert taken.raw["B"]["children"] == []

    def test_a_condition_with_a_slip_in_its_column_stops_the_run(self, tmp_path: Path) -> None:
        xml = XML.replace('Child Id="K1"', 'Child Id="K1" Status="LIVE"')
        with pytest.raises(UsageError) as caught:
            a_return(tmp_path, xml, where={"column": "@Statuss", "is": "LIVE"})
        assert "Did you mean '@Status'?" in str(caught.value)
        assert "return.xml" in str(caught.value)


def test_labels_of_the_document_around_a_grid_are_neither_missing_nor_unused(tmp_path: Path) -> None:
    rows = (("1", "Asha", "9"), ("2", "Bryn", "7"))
    grid = "<tr><th>No</th><th>Name</th><th>Age</th></tr>"
    grid += "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    text = f"<p>Notice reference: N-1</p><p>Grade: Medium</p><h2>Children</h2><table>{grid}</table>"
    (tmp_path / "one.html").write_text(f"<html><body>{text}</body></html>", encoding="utf-8")
    form = {"from": "*.html", "key": "(file)"}
    tables = [
        {"name": "notices", "into": "case", **form, "where": {"column": "(text)", "blank": False},
         "constants": {"case_type": "ppn"}, "fields": {"case_id": "Notice reference"}},
        {"name": "children", "into": "children[]", "sheet": "Child*", **form,
         "fields": {"child_id": {"columns": ["../Notice reference", "No"], "join": "/"}, "names": "Name"}},
    ]  # fmt: skip
    taken = Taken(write_mapping(tmp_path, {"mapping": "small", "tables": tables}), tmp_path / "one.html")
    assert [child["child_id"] for child in taken.raw["N-1"]["children"]] == ["N-1/1", "N-1/2"]
    assert not taken.told("has no column")
    (notice,) = taken.told("Columns that the mapping does not use")
    assert notice.endswith(": one.html: Grade; one.html (Children): Age.")
    assert not any("../" in notice or "(text)" in notice for notice in taken.notices)


class TestConditions:
    def test_a_column_that_the_export_lacks_stops_the_run(self, tmp_path: Path) -> None:
        export = write_export(tmp_path, people=PEOPLE.replace("ROLE", "ROLES"))
        with pytest.raises(UsageError) as caught:
            Taken(write_mapping(tmp_path), export)
        told = str(caught.value)
        assert told.startswith("people.csv:1: There is no column 'ROLE'")
        assert "table 'children'" in told
        assert "Did you mean 'ROLES'?" in told
        assert "CASE, PERSON, ROLES, AGE, DOB, ETH" in told

    def test_a_file_that_another_table_reads_does_not_hide_it(self, tmp_path: Path) -> None:
        mapping = a_mapping(children={"where": {"column": "KIND", "is": ["CHILD"]}})
        adults = {"name": "adults", "from": "people.csv", "into": "people[]", "key": ["CASE"]}
        mapping["tables"].append(
            {**adults, "where": {"column": "ROLE", "is": ["ADULT"]}, "fields": {"person_id": "PERSON"}}
        )
        with pytest.raises(UsageError, match="no column 'KIND'"):
            Taken(write_mapping(tmp_path, mapping), write_export(tmp_path))

    def test_a_file_without_the_column_beside_one_with_it_is_only_told(self, tmp_path: Path) -> None:
        export = write_export(tmp_path)
        (export / "people old.csv").write_text("CASE,PERSON,AGE\nC-1,K7,8\n", encoding="utf-8")
        taken = Taken(write_mapping(tmp_path, a_mapping(children={"from": ["people*.csv"]})), export)
        assert len(taken.cases) == 2
        (aside,) = taken.aside
        assert aside.file == "people old.csv"
        assert "'ROLE'" in aside.reason

    def test_a_table_that_lacks_its_key_too_is_another_one(self, tmp_path: Path) -> None:
        taken = Taken(write_mapping(tmp_path), write_export(tmp_path, people="BEAT,NAME\nN4,North\n"))
        assert len(taken.cases) == 2
        assert "children" not in taken.raw["C-1"]


class TestOneId:
    def mapping(self) -> dict[str, Any]:
        mapping = a_mapping(flags={"fields": {"kind": "FLAG", "subject_id": "WHO"}})
        of_flags = {"from": "flags.csv", "key": ["CASE"]}
        mapping["tables"] += [
            {"name": "referrals", "into": "referrals[]", **of_flags,
             "constants": {"to": "mash"}, "fields": {"child_id": "WHO"}},
            {"name": "notices", "into": "notices[]", **of_flags,
             "constants": {"kind": "ppn"}, "fields": {"child_ids": {"column": "WHO", "split": "+"}}},
        ]  # fmt: skip
        return mapping

    def taken(self, folder: Path, people: str, who: str) -> dict[str, Any]:
        head = "CASE,PERSON,ROLE,AGE,DOB,ETH\n"
        export = write_export(folder, people=head + people, flags=f"CASE,FLAG,WHO\nC-1,CSE,{who}\n")
        return Taken(write_mapping(folder, self.mapping()), export).raw["C-1"]

    @pytest.mark.parametrize("said", ["123", "000123", "'00123", "123.0", " 00123 "])
    def test_a_child_is_named_as_the_list_of_children_names_it(self, tmp_path: Path, said: str) -> None:
        case = self.taken(tmp_path, "C-1,00123,CHILD,9,,\n", said)
        assert case["flags"][0]["subject_id"] == "00123"
        assert case["referrals"][0]["child_id"] == "00123"
        assert case["notices"][0]["child_ids"] == ["00123"]

    def test_several_in_one_cell_are_each_named_so(self, tmp_path: Path) -> None:
        case = self.taken(tmp_path, "C-1,007,CHILD,9,,\nC-1,K-8,CHILD,9,,\n", "k-8+7+99")
        assert case["notices"][0]["child_ids"] == ["K-8", "007", "99"]

    def test_an_id_of_nobody_in_the_case_stays(self, tmp_path: Path) -> None:
        case = self.taken(tmp_path, "C-1,00123,CHILD,9,,\n", "0124")
        assert case["flags"][0]["subject_id"] == "0124"


class TestRowsOfSeveralCases:
    LINKS = "CASE,LINKED,FLAG,PLACED\nC-1,C-2,CSE risk,03/05/2025\n"

    def mapping(self) -> dict[str, Any]:
        mapping = a_mapping()
        link = {"name": "linked", "from": "flags.csv", "into": "referrals[]", "key": ["LINKED"]}
        mapping["tables"].append({**link, "constants": {"to": "other"}, "fields": {"outcome": "FLAG"}})
        return mapping

    def test_it_stands_in_each_reject_with_what_it_gives_there(self, tmp_path: Path) -> None:
        path = write_mapping(tmp_path, self.mapping())
        whole = Taken(path, write_export(tmp_path, flags=self.LINKS))
        people = PEOPLE.replace("K1,CHILD,9", "K1,CHILD,nine").replace("03/04/2011", "soon")
        broken = Taken(path, write_export(tmp_path, flags=self.LINKS, people=people))
        lines = [json.loads(reject.text) for reject in broken.rejects]
        given = [row["table"] for line in lines for row in line["_rows"] if row["file"] == "flags.csv"]
        assert given == ["flags", "linked"]
        assert next(used for used in broken.inputs if used.path == "flags.csv").rejected == 1
        mended = tmp_path / "mended.jsonl"
        text = "".join(reject.text + "\n" for reject in broken.rejects)
        mended.write_text(text.replace('"nine"', '"9"').replace('"soon"', '"03/04/2011"'), encoding="utf-8")
        again = Taken(path, mended)
        assert again.raw == whole.raw
        assert not again.rejects

    def test_alone_in_the_rejects_it_leaves_no_orphan(self, tmp_path: Path) -> None:
        path = write_mapping(tmp_path, self.mapping())
        export = write_export(tmp_path, flags=self.LINKS, people=PEOPLE.replace("K1,CHILD,9", "K1,CHILD,nine"))
        (reject,) = Taken(path, export).rejects
        mended = tmp_path / "mended.jsonl"
        mended.write_text(reject.text.replace('"nine"', '"9"') + "\n", encoding="utf-8")
        again = Taken(path, mended)
        assert list(again.raw) == ["C-1"]
        assert not again.rejects
