from __future__ import annotations

from check_builder import judged, said

CLAUSE = {
    "check": "auditor",
    "question": "Was the place of safety suitable?",
    "reads": ["police_protection.place", "police_protection.taken_at"],
    "concepts": ["action.tactics"],
}


def test_only_a_person_decides_and_is_shown_what_to_read() -> None:
    result = judged(CLAUSE, {"police_protection": {"place": "Police station"}}, said("action.tactics"))
    assert result.truth.value == "unknown"
    assert "Was the place of safety suitable?" in result.because
    assert [evidence.path for evidence in result.evidence] == ["police_protection.place", "narrative[0].text"]


def test_it_stays_with_the_person_when_there_is_nothing_to_read() -> None:
    result = judged(CLAUSE, {"narrative": []})
    assert (result.truth.value, result.evidence) == ("unknown", ())
