from __future__ import annotations

import gzip
import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.reading.tables.archives import Archive, Pool, check_package, is_junk, open_zip
from caseaudit.reading.tables.handles import Handle, handle_of, handle_of_bytes
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.settings import MIB, ReadSettings

SETTINGS = ReadSettings()
SMALL = ReadSettings(max_bytes=2 * MIB, max_expanded=3 * MIB, max_ratio=50, ratio_floor=MIB, max_members=5)


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def members(content: bytes, settings: ReadSettings = SETTINGS) -> tuple[list[Handle], list[str]]:
    handle = handle_of_bytes(content, "export.zip", SETTINGS)
    found = list(Archive(handle, settings, Pool()).members())
    return [item for item in found if isinstance(item, Handle)], [item for item in found if isinstance(item, str)]


def test_members_come_in_the_order_of_their_names_and_read_whole() -> None:
    found, refused = members(packed({"b.csv": b"bb", "a/c d.csv": b"c" * 9_000_000}))
    assert [(handle.name, handle.size) for handle in found] == [
        ("export.zip/a/c d.csv", 9_000_000),
        ("export.zip/b.csv", 2),
    ]
    for handle in found:
        with handle.open() as stream:
            assert len(stream.read()) == handle.size
            assert stream.seek(0) == 0
    assert refused == []


def test_what_systems_leave_behind_is_no_member() -> None:
    junk = ["__MACOSX/._a.csv", "x/.DS_Store", "Thumbs.db", "~$a.docx", ".hidden", "x/.git/config", "desktop.ini"]
    assert members(packed(dict.fromkeys(junk, b"x"))) == ([], [])
    assert not any(map(is_junk, ["a.csv", "x/a~1.csv", "Thumbs.db.csv", "..\\a.csv"]))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("/etc/a.csv", "absolute path"),
        ("C:/a.csv", "absolute path"),
        ("../a.csv", "leads out of the archive"),
        ("x\\..\\..\\a.csv", "leads out of the archive"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(name: str, why: str) -> None:
    found, [refused] = members(packed({name: b"x"}))
    assert found == []
    assert why in refused
    assert refused.startswith("export.zip/")


def test_a_member_that_unpacks_to_far_more_than_its_size_is_refused_and_the_others_read() -> None:
    found, [refused] = members(packed({"bomb.csv": b"0" * (MIB + 1), "fine.csv": b"Ref\nA\n"}), SMALL)
    assert [handle.name for handle in found] == ["export.zip/fine.csv"]
    assert "export.zip/bomb.csv: it unpacks to" in refused
    assert "times its size (1 MiB)" in refused


def test_a_small_member_may_shrink_as_much_as_it_likes() -> None:
    found, refused = members(packed({"a.csv": b"0" * MIB}), SMALL)
    assert (len(found), refused) == (1, [])


def test_sizes_are_bounded_by_member_and_by_archive() -> None:
    found, [refused] = members(packed({"a.csv": b"x" * (2 * MIB + 1)}, zipfile.ZIP_STORED), SMALL)
    assert (found, "more than 2 MiB" in refused) == ([], True)
    content = packed(dict.fromkeys(("a.csv", "b.csv"), b"x" * 2 * MIB) | {"c.csv": b"x"}, zipfile.ZIP_STORED)
    found, [refused] = members(content, SMALL)
    assert [handle.name for handle in found] == ["export.zip/a.csv", "export.zip/c.csv"]
    assert "export.zip/b.csv: the archive unpacks to more than 3 MiB" in refused


def test_too_many_members_close_the_archive_before_its_directory_is_read() -> None:
    with pytest.raises(UnreadableExport, match="more than 5 members"):
        members(packed({f"{n}.csv": b"x" for n in range(6)}), SMALL)


def test_a_directory_that_lies_about_sizes_gives_no_more_than_it_says() -> None:
    content = bytearray(packed({"a.csv": b"x" * 5000}))
    entry = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, entry + 24, 10)
    [handle], _ = members(bytes(content))
    with pytest.raises(UnreadableExport, match="damaged"):
        handle.open()


def test_members_that_share_their_bytes_are_refused() -> None:
    content = bytearray(packed({"a.csv": b"x" * 100, "b.csv": b"x" * 100}, zipfile.ZIP_STORED))
    second = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, second + 42, 5)  # where its local header stands
    found, [refused] = members(bytes(content))
    assert [handle.name for handle in found] == ["export.zip/a.csv"]
    assert "shares its bytes" in refused


def test_encrypted_members_links_and_other_methods_are_refused_by_name() -> None:
    encrypted = bytearray(packed({"a.csv": b"x"}))
    encrypted[encrypted.rfind(b"PK\x01\x02") + 8] |= 1
    assert "protected by a password" in members(bytes(encrypted))[1][0]
    assert "method 14" in members(packed({"a.csv": b"x"}, zipfile.ZIP_LZMA))[1][0]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("a.csv")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    assert "a link" in members(buffer.getvalue())[1][0]


def test_a_second_member_of_one_name_is_told() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", "2")
    found, [refused] = members(buffer.getvalue())
    assert (len(found), "second member of this name" in refused) == (1, True)


def test_a_damaged_member_is_said_when_it_is_read() -> None:
    content = bytearray(packed({"a.csv": b"Ref,Type\n" * 400}))
    content[60] ^= 0xFF
    [handle], _ = members(bytes(content))
    with pytest.raises(UnreadableExport, match="damaged"):
        handle.open()


def test_a_gzip_member_is_unpacked_within_the_limits() -> None:
    found, _ = members(
        packed({"a.csv.gz": gzip.compress(b"Ref\nA\n"), "b.csv.gz": gzip.compress(b"0" * 3 * MIB)}), SMALL
    )
    with found[0].open() as stream:
        assert stream.read() == b"Ref\nA\n"
    with pytest.raises(UnreadableExport, match="unpacks to more than 1 MiB"):
        found[1].open()


def test_more_archives_than_are_kept_open_can_be_read_in_any_order(tmp_path: Path) -> None:
    pool = Pool()
    handles: list[Handle] = []
    for n in range(9):
        path = tmp_path / f"{n}.zip"
        path.write_bytes(packed({"a.csv": b"%d" % n}))
        handles += [
            item
            for item in Archive(handle_of(path, path.name, SETTINGS), SETTINGS, pool).members()
            if isinstance(item, Handle)
        ]
    for n in (8, 0, 4, 0, 7):
        with handles[n].open() as stream:
            assert stream.read() == b"%d" % n


def test_an_office_file_that_unpacks_to_too_much_is_refused() -> None:
    bomb = handle_of_bytes(packed({"xl/sheet1.xml": b"0" * (MIB + 1)}), "a.xlsx", SMALL)
    with open_zip(bomb, SMALL) as archive, pytest.raises(UnreadableExport, match="more than 50 times its size"):
        check_package(bomb, archive, SMALL)


@given(st.binary(max_size=120), st.integers(0, 200))
def test_no_damage_to_an_archive_makes_it_fail_otherwise_than_it_says(noise: bytes, at: int) -> None:
    whole = packed({"a.csv": b"Ref\nA\n", "b.csv": b"Ref\nB\n"})
    content = whole[:at] + noise + whole[at + len(noise) :]
    try:
        found, _ = members(content)
        for handle in found:
            with handle.open() as stream:
                stream.read()
    except UnreadableExport:
        return
