"""What a reader of records is promised of the shipped cues, in wordings of many hands."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseaudit.domain.vocabulary import EntryKind
from caseaudit.language.lexicon import Lexicon
from caseaudit.language.reading import Text, actions_of, blame_of, read, voice_of
from caseaudit.reading.lexicons import load_lexicons

RUBRICS = Path(__file__).parents[3] / "rubrics" / "language"


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return load_lexicons(RUBRICS)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # the cue shares a word with the term
        ("Devices need to be seized.", {"device_seized": "planned"}),
        ("Supervisor to review.", {"supervisor_review": "planned"}),
        ("Body worn video was not used.", {"body_worn_video": "not_done"}),
        # an appointment with a day or a clock time and no verb
        ("Strategy meeting 0900 with health and school.", {"strategy_meeting": "planned"}),
        ("RHI Thursday with the charity.", {"return_interview": "planned"}),
        ("Strategy meeting held 12/4 at 1000.", {"strategy_meeting": "done"}),
        # nobody, none, passive, exhausted
        ("Nobody has put a flag on for the address.", {"warning_flag": "not_done"}),
        ("Social care have not been contacted.", {"referral": "not_done"}),
        ("EDT were rung at 2310.", {"referral": "done"}),
        ("All reasonable lines of enquiry have been completed.", {"lines_of_enquiry_outstanding": "not_done"}),
        ("Not all lines of enquiry have been completed.", {"lines_of_enquiry_outstanding": "done"}),
        ("Camera failed so no footage.", {"body_worn_video": "not_done"}),
        # not yet, offered, asked for, draft
        ("PPN not yet submitted.", {"ppn": "planned"}),
        ("PPN o/s.", {"ppn": "planned"}),
        ("RHI offered but refused.", {"return_interview": "not_done"}),
        ("Return interview was due by Friday and has not happened.", {"return_interview": "not_done"}),
        ("Encompass not sent - desk shut, to go Monday.", {"operation_encompass": "planned"}),
        ("Officer was unable to complete the return interview.", {"return_interview": "not_done"}),
        # what was awaited is the outcome, not the thing
        ("Strategy meeting minutes awaited.", {"strategy_meeting": "done"}),
        ("Awaiting outcome of MASH referral.", {"referral": "done"}),
        ("Phone seized, download pending.", {"device_seized": "done"}),
        # the end of the clause, the other clause, the form
        ("PPN x3 on.", {"ppn": "done"}),
        (
            "Sgt review: OIC please get the VNA done.",
            {"supervisor_review": "done", "victim_needs_assessment": "planned"},
        ),
        ("VNA Y/N", {"victim_needs_assessment": "other"}),
        ("Strategy meeting held Y/N.", {"strategy_meeting": "other"}),
        ("Footage on BWV no longer held.", {"body_worn_video": "other"}),
        ("Victim's needs assessment was carried out with mum.", {"victim_needs_assessment": "done"}),
        ("Learning: ring the school earlier. PPN submitted.", {"ppn": "done"}),
    ],
)
def test_what_became_of_an_action(shipped: Lexicon, text: str, wanted: dict[str, str]) -> None:
    found = actions_of(read(shipped, [Text(text)]))
    assert {name: found.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He has absconed and is promiscous.", "blaming"),
        # whose words
        ("Rory himself told me that everyone calls him a liar.", "clean"),
        ("Mum made comments about her dressing provocatively. These were not challenged at the time.", "attributed"),
        ("Advised that if she keeps going to his flat she cannot expect police to keep coming.", "blaming"),
        # answered or sent back
        ("The write up calls Amelia a prolific misper. Reword please.", "clean"),
        ('The update says she "knew full well what he wanted". I have sent it back.', "clean"),
        # about whom
        ("IP (29) states she is on and off with AP. She refuses to engage.", "clean"),
        ("Mother's lifestyle is chaotic.", "clean"),
        ("CARL (32) is a manipulative male.", "clean"),
        ("Suspect said IP looked 18 and was flirting with him.", "attributed"),
        # what looks like a negation
        ("Not the first time he has cried wolf.", "blaming"),
        ("Mother reports she can no longer cope with his lifestyle.", "attributed"),
    ],
)
def test_whether_a_document_blames_the_child(shipped: Lexicon, text: str, wanted: str) -> None:
    assert blame_of(read(shipped, [Text(text)])) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('Tilly: "I do not like it when they argue".', {"words"}),
        ('Before: "She put herself at risk". After: "He took her there".', set()),
        ('Prevention interview. Q: Where did you stay? A: "Just walked about."', {"words"}),
        ('Custody interview. Q: Where did you stay? A: "Just walked about."', set()),
        ('Jodie 15 yrs back at 0340. Sat by the radiator. Told Bev "I just walked".', {"words"}),
        ('Mia was drawing and she pointed, "that is when he is cross".', {"words", "demeanour"}),
        ("Victim in her 40s told PC Ash that he hit her.", set()),
        ("His wish is to remain with his foster carer.", {"words"}),
        ("Baby handed over by dad. Clean babygrow, smiled.", {"appearance", "demeanour"}),
        ("Previous visit: house found filthy.", set()),
        ("He said very little.", {"demeanour"}),
    ],
)
def test_which_parts_of_the_voice_are_recorded(shipped: Lexicon, text: str, wanted: set[str]) -> None:
    found = voice_of(read(shipped, [Text(text, EntryKind.LOG)]), text)
    assert {name for name, there in found.items() if there} >= wanted
    if not wanted:
        assert not any(found.values())


@pytest.mark.parametrize(
    ("text", "concept", "wanted"),
    [
        ("No crime recorded.", "action.offence_classified", {"negated"}),
        ("Offence recorded as inciting a child to send images.", "action.offence_classified", {"affirmed"}),
        ("Charged and remanded to court in the morning.", "action.suspect_held", {"affirmed"}),
        ("Released on conditional bail not to contact the victim.", "action.bail_conditions", {"affirmed"}),
        ("He recorded her without her knowing, has images on his phone.", "fact.images", {"affirmed"}),
        ("Heard at MACE on 2 May, actions to be reviewed.", "action.mace", {"affirmed"}),
        ("This is the third report from the neighbour about noise.", "fact.repeat_missing", set()),
        ("Possible exploitation of an autistic boy.", "need.disability", {"affirmed"}),
    ],
)
def test_what_the_text_says_of_other_concepts(shipped: Lexicon, text: str, concept: str, wanted: set[str]) -> None:
    assert {one.status.value for one in read(shipped, [Text(text)]) if one.concept == concept} == wanted


def test_a_suspect_who_claims_a_condition_speaks_of_himself(shipped: Lexicon) -> None:
    found = [
        one for one in read(shipped, [Text("Suspect claimed to have autism.")]) if one.concept == "need.disability"
    ]
    assert [(one.about.value, one.speaker.value) for one in found] == [("suspect", "suspect")]
