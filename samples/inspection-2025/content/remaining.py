"""Nine further files: concern for safety, child death, notices alone, children in custody, and one other."""

from __future__ import annotations

from content.shapes import (
    assessed,
    at,
    attended,
    case,
    child,
    entry,
    investigation,
    line,
    meeting,
    notice,
    officer,
    person,
    referral,
    reviews,
)

_RESPONSE = officer("response_constable", "constable", "Response")
_CP = "Public Protection - Child Protection"


def _known(reported: str, deployed: str, located: str, ref: str | None = None) -> dict[str, object]:
    return {
        "recorded_as": "concern_for_safety",
        "whereabouts_known": True,
        "risk_grade": None,
        "reported_at": at(reported),
        "deployed_at": at(deployed),
        "located_at": at(located),
        "prevention_interview_at": None,
        "return_interview_offered_at": None,
        "philomena_used": False,
        "system_ref": ref,
        "previous_episodes": [],
    }


CASES = [
    case(
        "MS25-004018",
        "concern_for_safety",
        "Neighbour worried about a twelve-year-old caring for his mother",
        "2025-02-09 11:20",
        area="North",
        team="Response North A",
        oic=_RESPONSE,
        closed="2025-02-10 15:00",
        outcome="young carer referral",
        closure="Concern for safety resolved",
        grade="medium",
        research="2025-02-09 11:45",
        children=[
            child(
                "4018-A",
                "Ieuan",
                "2012-08-08",
                "M",
                "subject",
                "W1",
                "No",
                observed="IC1",
                sen="N",
                seen="2025-02-09 12:35",
                school="High school, year 7",
            ),
        ],
        people=(person("4018-P", "S.W.", "parent", 45, "F", "W1", contact=True),),
        narrative=[
            entry(
                "2025-02-09 13:40",
                "log",
                "response_constable",
                """
Neighbour says Ieuan (12) does all the shopping and hasn't been out to play for weeks. He is at home, she can see him through the kitchen window as she's ringing.
Attended 1235. Ieuan let us in and put the kettle on. He said "Mum's back is bad so I do the heavy things, I quite like cooking". Ieuan was polite and smiled, a bit shy about school. Slim, clean, jeans too short, hands chapped from washing up. House tidy, washing on a maiden, fridge and freezer full, Ieuan has his own bedroom with a desk, radiators warm.""",
            ),
            entry(
                "2025-02-10 14:30",
                "log",
                "pcso",
                """
Went back after school. Mum has rung the young carers' service from the leaflet and Ieuan starts on Thursday. School have been told with mum's OK. Closed as concern for safety; his whereabouts were never in doubt.""",
            ),
        ],
        referrals=(referral("children_social_care", "2025-02-09 16:00", "4018-A", "Young carers assessment"),),
        attendances=(
            attended("2025-02-09 11:20", "2025-02-09 12:10", "2025-02-09 12:35", "Concern for child", video=True),
        ),
        missing=_known("2025-02-09 11:20", "2025-02-09 12:10", "2025-02-09 12:35"),
    ),
    case(
        "MS25-010744",
        "concern_for_safety",
        "Text from a sixteen-year-old worried a friend",
        "2025-04-17 22:05",
        area="Central",
        team="Response Central C",
        oic=_RESPONSE,
        closed="2025-04-18 12:00",
        outcome="crisis team",
        closure="Concern for safety resolved",
        grade="high",
        call="immediate",
        research="2025-04-17 22:09",
        children=[
            child(
                "10744-A",
                "Saoirse",
                "2008-11-19",
                "F",
                "subject",
                "4",
                None,
                seen="2025-04-17 22:18",
                school="Sixth form",
            ),
        ],
        people=(person("10744-P", "D.B.", "parent", 47, "M", "W2", contact=True),),
        narrative=[
            entry(
                "2025-04-17 23:30",
                "log",
                "response_constable",
                """
A classmate got a text from Saoirse, 16, saying goodnight for the last time and rang us. Dad on the other line confirms she is in her room with the door shut and he's sat outside it. 2218 with her. Saoirse said "I didn't want to die I wanted it to be quiet". Sobbing, then worn out and leaning on dad. Saoirse was in pyjamas, hair tied back, no marks on her arms, which she showed me herself. Bedroom neat, medicines in the house locked in dad's car, kitchen clean, younger brother fast asleep.""",
            ),
            entry(
                "2025-04-18 01:10",
                "log",
                "response_constable",
                """
Crisis nurse came to the house 0030. Plan left with dad. Saoirse would like a girl officer to ring tomorrow and I will hand over to PC who's on at 8. Not a missing episode. PPN on.""",
            ),
        ],
        referrals=(referral("health", "2025-04-17 22:50", "10744-A", "Crisis team attended"),),
        notices=(notice("PPN-25-3101", "2025-04-18 01:00", ["10744-A"], "2025-04-18 06:20"),),
        attendances=(
            attended("2025-04-17 22:05", "2025-04-17 22:08", "2025-04-17 22:18", "Threat to life", video=True),
        ),
        missing=_known("2025-04-17 22:05", "2025-04-17 22:08", "2025-04-17 22:18"),
        intent="ethnicity-recorded:n disability-recorded:n",
    ),
    case(
        "MS25-002835",
        "child_death",
        "Sudden death of a baby, daytime",
        "2025-01-28 08:15",
        area="South",
        team=_CP,
        oic=officer("senior_investigating_officer", "detective_inspector", _CP, "PIP3", "SIO", "SCAIDP"),
        closed="2025-05-02 12:00",
        outcome="coroner",
        closure="Coroner's case, no offence found",
        grade="high",
        call="immediate",
        research="2025-01-28 08:20",
        children=[
            child(
                "2835-A",
                "Alba",
                "2024-09-10",
                "F",
                "subject",
                "M3",
                "No",
                observed="IC1",
                sen="N",
                spoken_to=None,
                language=None,
            ),
        ],
        people=(
            person("2835-P", "K.E.", "parent", 30, "F", "A9", contact=True),
            person("2835-Q", "L.E.", "parent", 32, "M", "W1", contact=True),
        ),
        narrative=[
            entry(
                "2025-01-28 11:50",
                "log",
                "detective_inspector",
                """
I am the child protection DI and have led this from the start. Alba, 4 months, found unresponsive by her dad at 0755 and taken to hospital. Life pronounced extinct 0841. At hospital 0905 with on-call paediatrician, joint talk with parents, who were shown every kindness. Nothing seen on examination to explain it. Coroner told 0920.""",
            ),
            entry(
                "2025-01-28 17:30",
                "strategy_minutes",
                "detective_sergeant",
                """
Joint agency meeting (strategy meeting) 15:30 - police, SC, hospital, GP, health visitor, ambulance. No worries on any record. Scene visit with paediatrician 13:00, room and cot looked at and photographed. No other children. Key worker for family named.""",
            ),
            entry(
                "2025-04-29 10:10",
                "supervision",
                "detective_superintendent",
                """
Post mortem final. Cause natural, previously undetected. Case can close with coroner's officer. Parents seen at home by DI with the consultant and told in person; they asked to pass on thanks to the two PCs.""",
            ),
        ],
        referrals=(referral("children_social_care", "2025-01-28 09:30", "2835-A", "No other children"),),
        meetings=(meeting("strategy_meeting", "2025-01-28 15:30"),),
        reviewed=reviews("2025-01-28", "1 27 54i 80", "detective_sergeant"),
        attendances=(attended("2025-01-28 08:15", "2025-01-28 08:17", "2025-01-28 08:24", "Child not breathing"),),
        investigation=investigation(
            _CP,
            "senior_investigating_officer",
            "2025-01-28 08:30",
            plan="2025-01-28 12:30",
            lines=(line("Post mortem"), line("Scene visit with paediatrician")),
            suspect=False,
        ),
        intent="lines-of-enquiry-complete:m",
    ),
    case(
        "MS25-008266",
        "child_death",
        "Sudden death of a toddler, night",
        "2025-03-24 02:40",
        area="North",
        team="On-call SIO",
        oic=officer("senior_investigating_officer", "detective_inspector", "CID", "PIP2"),
        grade="high",
        call="immediate",
        research="2025-03-24 02:46",
        children=[
            child("8266-A", "Evander", "2022-12-20", "M", "subject", "BCRB", None, spoken_to=None),
        ],
        people=(person("8266-P", "P.S.", "parent", 28, "F", "B1", contact=True),),
        narrative=[
            entry(
                "2025-03-24 06:20",
                "log",
                "detective_inspector",
                """
On call for the force tonight (CID). Evander, 2, brought in by mum at 0210 with a fever and fits; died at 0231. I have not run one of these before. Advice taken from the on-call child protection officer, a DC, over the phone for the first hour. Coroner's officer informed. Scene is a bedroom at gran's, guarded until paeds can go.""",
            ),
            entry(
                "2025-03-24 14:40",
                "strategy_minutes",
                "detective_sergeant",
                """
Strategy meeting held 1230 at the hospital, chaired by the named doctor. Police, SC, GP, nursery. Home visit with paediatrician done 1100. Nursery had two children off with the same. Investigation to child protection detectives from today. Mum's cousin with her.""",
            ),
            entry(
                "2025-05-18 11:40",
                "supervision",
                "detective_inspector",
                """
Interim pm: infection. Final awaited, histology about six weeks. Family updated each Monday by DC. On-call learning: the night response needs somebody who has done the course; raised with head of crime.""",
            ),
        ],
        referrals=(referral("children_social_care", "2025-03-24 03:30", "8266-A", "Support to family"),),
        meetings=(meeting("strategy_meeting", "2025-03-24 12:30"),),
        reviewed=reviews("2025-03-24", "2 29 55i", "detective_sergeant"),
        attendances=(attended("2025-03-24 02:40", "2025-03-24 02:44", "2025-03-24 02:58", "Child death at hospital"),),
        investigation=investigation(
            _CP,
            "detective_constable",
            "2025-03-24 09:00",
            plan="2025-03-24 10:00",
            lines=(line("Post mortem", "open"), line("Nursery records")),
            suspect=False,
        ),
        intent="disability-recorded:n child-death-led-by-specialist:p",
    ),
    case(
        "MS25-005710",
        "ppn",
        "Notice for a fourteen-year-old after a school incident",
        "2025-02-26 15:45",
        area="South",
        team="Safer Schools",
        oic=officer("schools_officer", "constable", "Safer Schools"),
        closed="2025-02-28 10:00",
        outcome="shared",
        closure="Notice shared with school and Early Help",
        grade="standard",
        children=[
            child(
                "5710-A",
                "Romilly",
                "2010-06-30",
                "F",
                "subject",
                "Unknown",
                None,
                seen="2025-02-26 14:10",
                school="Academy, year 10",
            ),
        ],
        narrative=[
            entry(
                "2025-02-26 15:45",
                "ppn",
                "schools_officer",
                """
Romilly 14 made a comment in class about an older lad giving her lifts. She makes poor choices and is promiscuous according to what I've picked up round school. Spoken to in pastoral office. Romilly said "he's my mate's brother and he's never touched me". Sat with her coat on and folded into herself, wouldn't look up. Neat uniform. Mum not told yet. Early Help to be asked what they think.""",
            ),
            entry(
                "2025-02-28 09:30",
                "log",
                "hub_reviewer",
                """
Hub check. Grade agreed. Name and age of the driver must be found and put on. Shared with the academy's DSL and Early Help this morning.""",
            ),
        ],
        notices=(notice("PPN-25-1588", "2025-02-26 15:45", ["5710-A"], "2025-02-28 09:30"),),
        assessments=(assessed("ppn", "standard", "2025-02-26 15:20", "2025-02-26 15:45"),),
        intent="ethnicity-recorded:n disability-recorded:n no-victim-blaming-language:n",
    ),
    case(
        "MS25-013355",
        "ppn",
        "Notice for two brothers living with their mother's illness",
        "2025-05-14 18:25",
        area="Central",
        team="Neighbourhood Central",
        oic=officer("neighbourhood_constable", "constable", "Neighbourhood"),
        grade="medium",
        children=[
            child(
                "13355-A",
                "Gwilym",
                "2014-01-05",
                "M",
                "subject",
                "W1",
                "No",
                observed="IC1",
                sen="N",
                seen="2025-05-14 17:30",
                school="Primary, year 6",
            ),
            child(
                "13355-B",
                "Wilf",
                "2016-05-30",
                "M",
                "subject",
                "WBRI",
                "No",
                observed="IC1",
                sen="N",
                seen="2025-05-14 17:30",
                school="Primary, year 3",
            ),
        ],
        people=(person("13355-P", "F.A.", "parent", 41, "F", "W1", contact=True),),
        narrative=[
            entry(
                "2025-05-14 18:25",
                "ppn",
                "neighbourhood_constable",
                """
Called by housing officer.
Gwilym, 11: Gwilym said "I wake Wilf up and do the packed lunches, Mum does her best". Gwilym was talkative and proud of his list on the fridge. Gwilym wore a clean polo and had a plaster on his thumb.
Wilf, 8: Wilf told me "I like it when Auntie Jo comes because she does stories". Wilf was shy, hiding behind the curtain, then giggling. Wilf was in his socks, hair cut short, well nourished.
Mum waiting for an operation. She is doing everything she can and would take help.""",
            ),
            entry(
                "2025-05-15 10:15",
                "log",
                "hub_reviewer",
                """
Excellent notice, each boy's words are there and so is how each of them was. Feedback sent to the officer and Sgt. Early Help accept.""",
            ),
        ],
        referrals=(
            referral("mash", "2025-05-14 18:40", "13355-A", "Early Help"),
            referral("mash", "2025-05-14 18:40", "13355-B", "Early Help"),
        ),
        notices=(notice("PPN-25-3712", "2025-05-14 18:25", ["13355-A", "13355-B"], "2025-05-15 10:15"),),
        assessments=(assessed("ppn", "medium", "2025-05-14 18:00", "2025-05-14 18:25"),),
    ),
    case(
        "MS25-007203",
        "child_in_custody",
        "Fifteen-year-old held for shop theft",
        "2025-03-13 16:30",
        area="Central",
        team="Custody",
        oic=_RESPONSE,
        closed="2025-03-14 12:00",
        outcome="community resolution",
        closure="Restorative outcome",
        grade="standard",
        children=[
            child(
                "7203-A",
                "Lowri",
                "2009-08-17",
                "F",
                "suspect",
                "W1",
                None,
                observed="IC1",
                seen="2025-03-13 16:30",
                school="High school, year 10",
            ),
        ],
        people=(
            person("7203-P", "N.B.", "parent", 39, "F", "W1", contact=True),
            person("7203-O", "T.V.", "suspect", 26, "F", "W1", contact=False),
        ),
        narrative=[
            entry(
                "2025-03-13 17:15",
                "log",
                "custody_sergeant",
                """
Detention authorised 1652. Lowri is 15, first time in custody, arrested with an adult (26) who refuses to engage with staff and is well versed in how this works. Mum called as AA, here by 1730. Lowri said "she told me it was already paid for". Trembling, asked twice if she'd be home tonight. Hair wet from the rain, given dry clothes and tea; no injuries. Not in a cell, detention room with door open and the female PC sat with her.""",
            ),
            entry(
                "2025-03-13 20:40",
                "log",
                "custody_sergeant",
                """
Interviewed with mum and solicitor, full account. Consented to interview being recorded. Released 2035 without charge. Whether the adult uses other children in the same way: passed to neighbourhood and exploitation teams tonight.""",
            ),
            entry(
                "2025-03-14 11:20",
                "log",
                "youth_officer",
                """
Shop manager agrees to a restorative meeting. Lowri and mum both want this.""",
            ),
        ],
        notices=(notice("PPN-25-1990", "2025-03-13 21:00", ["7203-A"], "2025-03-14 07:00"),),
        referrals=(referral("mash", "2025-03-13 21:05", "7203-A", "Shared with youth service"),),
        intent="disability-recorded:n",
    ),
    case(
        "MS25-012877",
        "child_in_custody",
        "Sixteen-year-old held overnight, carrying a knife",
        "2025-05-09 22:10",
        area="North",
        team="Custody",
        oic=_RESPONSE,
        grade="medium",
        children=[
            child(
                "12877-A",
                "Jonty",
                "2009-02-02",
                "M",
                "suspect",
                "",
                "Yes",
                detail="ADHD, dyslexia",
                sen="SEN support",
                seen="2025-05-09 22:10",
                school="Training provider",
            ),
        ],
        people=(person("12877-P", "R.N.", "parent", 46, "M", "W1", contact=True),),
        narrative=[
            entry(
                "2025-05-09 22:55",
                "log",
                "custody_sergeant",
                """
JONTY 16 ARRIVED 2210 FOR POSSESSION OF A BLADE. DAD AS AA. ADHD AND DYSLEXIA TOLD TO US BY DAD AND ALREADY ON HIS RECORD, RIGHTS READ ALOUD IN SHORT STEPS, NURSE SEEN. JONTY SAID "I CARRY IT COS I GOT JUMPED TWICE AT THE BUS STOP, NOBODY CAME". RESTLESS, PACING, CALMED WITH A FOAM BALL. SPLIT LIP FROM LAST WEEK, PHOTOGRAPHED, OTHERWISE FIT AND CLEAN.""",
            ),
            entry(
                "2025-05-10 03:20",
                "log",
                "custody_sergeant",
                """
Asleep on checks at 0100, 0200, 0300. LA bed not available, certificate done. Review by Insp in person at 0400, with Jonty's dad if he is awake.""",
            ),
            entry(
                "2025-05-10 12:30",
                "log",
                "response_constable",
                """
Bailed 1145. He's a child who's been hurt twice and was frightened: robbery report now recorded with him as victim, his choice of officer. Youth justice and exploitation team both have it.""",
            ),
        ],
        notices=(notice("PPN-25-3620", "2025-05-10 05:40", ["12877-A"], "2025-05-10 06:30"),),
        referrals=(referral("mash", "2025-05-10 06:00", "12877-A", "Youth justice assessment"),),
        intent="ethnicity-recorded:n disability-consistent:m",
    ),
    case(
        "MS25-005033",
        "other",
        "Bicycle taken from a ten-year-old",
        "2025-02-19 16:40",
        area="South",
        team="Neighbourhood South",
        oic=officer("pcso", "police_staff", "Neighbourhood"),
        closed="2025-03-01 10:00",
        outcome="returned",
        closure="Bicycle returned",
        grade="standard",
        call="scheduled",
        children=[
            child(
                "5033-A",
                "Fitz",
                "2014-12-12",
                "M",
                "witness",
                "O2",
                "No",
                observed="IC6",
                sen="N",
                seen="2025-02-20 16:00",
                school="Primary, year 5",
            ),
        ],
        people=(person("5033-P", "H.J.", "parent", 35, "F", "O2", contact=True),),
        narrative=[
            entry(
                "2025-02-20 16:30",
                "crime_report",
                "pcso",
                """
Fitz, 10, had his bike taken from outside the shop while he was inside buying bread. Blue, one red pedal. Fitz gave a very good description and drew it for me. Shop camera shows two bigger boys walking it off towards the rec.""",
            ),
            entry(
                "2025-03-01 09:40",
                "log",
                "pcso",
                """
Found in the hedge by the rec, undamaged. Back with Fitz, who rode round the car park twice to check the gears. Two boys identified and their parents have been seen; letter of apology written. No more to do.""",
            ),
        ],
    ),
]
