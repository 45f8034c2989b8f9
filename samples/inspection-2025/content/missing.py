"""Seven files about missing children: three hold blaming wording, one child has not yet been found."""

from __future__ import annotations

from typing import Any

from content.shapes import Record, assessed, at, attended, case, child, entry, flag, officer, person, referral

_TEAM = "Missing Persons Hub"
_COORDINATOR = officer("missing_person_coordinator", "police_staff", _TEAM)


def _missing(reported: str, risk: str | None, deployed: str | None, located: str | None, **fields: Any) -> Record:
    """A missing-person record; `interview` and `offered` may be left out of the export with `without`."""
    record: Record = {
        "recorded_as": "missing",
        "whereabouts_known": False,
        "risk_grade": risk,
        "reported_at": at(reported),
        "deployed_at": at(deployed),
        "located_at": at(located),
        "prevention_interview_at": at(fields.get("interview")),
        "return_interview_offered_at": at(fields.get("offered")),
        "philomena_used": fields.get("philomena", False),
        "system_ref": fields.get("ref"),
        "previous_episodes": [{"reported_at": at(a), "located_at": at(b)} for a, b in fields.get("previous", ())],
    }
    return {key: value for key, value in record.items() if key not in fields.get("without", ())}


CASES = [
    case(
        "MS25-003044",
        "missing",
        "Fifteen-year-old missing overnight from her grandmother's",
        "2025-01-30 22:50",
        area="North",
        team=_TEAM,
        oic=_COORDINATOR,
        closed="2025-01-31 14:00",
        outcome="located safe",
        closure="Returned, interview done",
        grade="medium",
        research="2025-01-30 23:20",
        children=[
            child(
                "3044-A",
                "Bronte",
                "2009-10-21",
                "F",
                "subject",
                "Not stated",
                "",
                reason=None,
                seen="2025-01-31 08:10",
                school="High school, year 10",
            ),
        ],
        people=(person("3044-P", "E.Y.", "carer", 68, "F", "W1", contact=True),),
        narrative=[
            entry(
                "2025-01-30 23:35",
                "missing_report",
                "response_constable",
                """
Reported by gran. Bronte, 15, left at 1900 after tea, wearing black puffa and leggings, no bag, phone off since 2015. She has absconded four times since October and is putting herself at risk by getting into cars with people she's met that day. Room searched with gran, nothing of note. Hospitals checked neg. Two addresses to be tried. Medium.""",
            ),
            entry(
                "2025-01-31 09:30",
                "debrief",
                "response_constable",
                """
Found 0750 at the retail park by patrol and taken to gran's. Prevention interview there 0830, gran out of the room. Bronte said "I can't stand the house when my uncle's on the phone shouting". She had walked round all night on her own. Eyes red, yawning, answered everything I asked. Coat and leggings dry and clean, no injuries. She'd like help with somewhere quiet to do her coursework. Info to school and social care.""",
            ),
        ],
        referrals=(referral("children_social_care", "2025-01-31 10:00", "3044-A", "Early Help"),),
        assessments=(assessed("missing", "medium", "2025-01-30 23:00", "2025-01-30 23:35"),),
        attendances=(attended("2025-01-30 22:50", "2025-01-30 23:02", "2025-01-30 23:15", "Missing child"),),
        missing=_missing(
            "2025-01-30 22:50",
            "medium",
            "2025-01-30 23:02",
            "2025-01-31 07:50",
            interview="2025-01-31 08:30",
            offered="2025-01-31 10:00",
            ref="MP-25-0301",
            previous=(
                ("2024-10-11 22:00", "2024-10-12 01:00"),
                ("2024-11-02 21:30", "2024-11-03 02:10"),
                ("2024-11-29 23:00", "2024-11-30 06:30"),
                ("2025-01-05 20:00", "2025-01-05 23:45"),
            ),
        ),
        intent="ethnicity-recorded:n disability-recorded:n no-victim-blaming-language:n",
    ),
    case(
        "MS25-004699",
        "missing",
        "Eleven-year-old missing from the park",
        "2025-02-15 16:10",
        area="Central",
        team=_TEAM,
        oic=_COORDINATOR,
        closed="2025-02-16 11:00",
        outcome="located safe",
        closure="Returned, interview done",
        grade="high",
        call="immediate",
        research="2025-02-15 16:20",
        children=[
            child(
                "4699-A",
                "Jago",
                "2013-03-23",
                "M",
                "subject",
                "WBRI",
                "Y",
                observed="IC1",
                detail="ADHD",
                sen="SEN support",
                seen="2025-02-15 18:05",
                school="Primary, year 6",
            ),
        ],
        people=(person("4699-P", "N.W.", "parent", 33, "F", "W1", contact=True),),
        narrative=[
            entry(
                "2025-02-15 16:45",
                "missing_report",
                "response_constable",
                """
Mum reports Jago, 11, gone from the park since 1515. He has ADHD and takes medication at teatime. Red coat, grey joggers, blue scooter. Out of character. No phone. Never been missing before. Risk: HIGH because of age, weather and the river. POLSA informed, helicopter asked for, search of house and sheds done first.""",
            ),
            entry(
                "2025-02-15 18:30",
                "log",
                "control_room_inspector",
                """
Located 1805 at the bus garage by a driver who'd had our appeal. Jago had ridden a loop on the 12 to see the new buses. Units stood down. Well done all, 115 minutes.""",
            ),
            entry(
                "2025-02-16 10:40",
                "debrief",
                "missing_person_coordinator",
                """
Prevention interview at home with Jago, mum and his toy buses. Jago told me "I was only going one stop but then it was warm". He bounced on the sofa, chatty, very proud of his ticket. Clean jumper, odd socks, looked well. He chose a sticker for his new bus card, which has mum's number on. Safety plan with mum: tracker watch, neighbours' group. No wider worries.""",
            ),
        ],
        referrals=(),
        assessments=(assessed("missing", "high", "2025-02-15 16:12", "2025-02-15 16:40"),),
        attendances=(
            attended("2025-02-15 16:10", "2025-02-15 16:13", "2025-02-15 16:22", "Missing child", video=True),
        ),
        missing=_missing(
            "2025-02-15 16:10",
            "high",
            "2025-02-15 16:13",
            "2025-02-15 18:05",
            interview="2025-02-16 10:00",
            offered="2025-02-16 10:45",
            ref="MP-25-0466",
        ),
        intent="disability-consistent:m",
    ),
    case(
        "MS25-006788",
        "missing",
        "Sixteen-year-old missing from a children's home",
        "2025-03-08 23:30",
        area="North",
        team=_TEAM,
        oic=_COORDINATOR,
        closed="2025-03-09 20:00",
        outcome="located safe",
        closure="Returned to the home",
        grade="medium",
        research="2025-03-09 00:40",
        children=[
            child(
                "6788-A",
                "Stellan",
                "2008-06-06",
                "M",
                "subject",
                None,
                "-",
                seen="2025-03-09 17:10",
                looked_after=True,
                school="Training provider",
                ref="NOM-31170",
            ),
        ],
        people=(person("6788-P", "Home manager R.", "carer", 44, "F", None, contact=True),),
        narrative=[
            entry(
                "2025-03-09 01:05",
                "missing_report",
                "response_constable",
                """
MFH RPT STELLAN 16. LAST SEEN 2140 GOING OUT OF THE REAR GATE ON A MOUNTAIN BIKE, GREY HOODIE. PHONE RINGS OUT. HE IS A PROLIFIC ABSCONDER AND STREETWISE. STAFF DON'T KNOW WHO HE'S WITH. NO REPLY AT SISTER'S. BED CHECKED. GRADE NOT YET ENTERED ON THE SYSTEM, TO BE DONE BY EARLIES.""",
            ),
            entry(
                "2025-03-09 18:20",
                "log",
                "response_constable",
                """
Back 1655, walked in by himself. Seen 1710. Stellan said "I had to go somewhere for someone, it's sorted". Would only stand by the door, cap down, kept checking the road. Hoodie muddy, graze on his chin he says is off the bike. Bike not with him. Home has offered a return interview through the independent worker for Tuesday. Intel form put in: who is 'someone'?""",
            ),
            entry(
                "2025-03-10 09:45",
                "supervision",
                "missing_person_coordinator",
                """
Third episode in five weeks. Risk field on the report was never filled in. Asked for a professionals' discussion re exploitation. Home to use the Philomena form, wasn't to hand on the night.""",
            ),
        ],
        referrals=(referral("children_social_care", "2025-03-10 10:30", "6788-A", "Passed to allocated worker"),),
        assessments=(assessed("missing", None, "2025-03-08 23:40", None),),
        attendances=(attended("2025-03-08 23:30", "2025-03-09 00:15", "2025-03-09 00:35", "Missing child"),),
        missing=_missing(
            "2025-03-08 23:30",
            None,
            "2025-03-09 00:15",
            "2025-03-09 16:55",
            offered="2025-03-09 18:00",
            ref="MP-25-0702",
            previous=(("2025-02-04 22:00", "2025-02-05 03:00"), ("2025-02-22 23:10", "2025-02-23 09:00")),
        ),
        intent="ethnicity-recorded:n disability-recorded:n no-victim-blaming-language:n missing-record-complete:p return-interview:p",
    ),
    case(
        "MS25-008052",
        "missing",
        "Fourteen-year-old missing from foster carers",
        "2025-03-21 20:15",
        area="South",
        team=_TEAM,
        oic=_COORDINATOR,
        closed="2025-03-22 16:00",
        outcome="located safe",
        closure="Returned, interview done",
        grade="medium",
        research="2025-03-21 20:50",
        children=[
            child(
                "8052-A",
                "Carys",
                "2010-08-01",
                "F",
                "subject",
                "W1",
                None,
                observed="IC1",
                seen="2025-03-21 23:40",
                looked_after=True,
                school="Academy, year 9",
            ),
        ],
        people=(person("8052-P", "J.O.", "carer", 55, "F", "W1", contact=True),),
        narrative=[
            entry(
                "2025-03-21 21:10",
                "missing_report",
                "response_constable",
                """
Carys (14) not home from school, due 1600. Carer has rung round. Carer described her as "attention seeking"; I challenged that wording with the carer, she sounds frightened and sad. Last seen by the bus stop 1535 in uniform, pink rucksack. She was to see her mum tomorrow and that was called off this morning by letter. Phone going to voicemail. Nothing on intel about exploitation, checked. Medium: age, out of routine, upsetting news today.""",
            ),
            entry(
                "2025-03-22 00:50",
                "debrief",
                "response_constable",
                """
Found 2335 outside mum's block, brought to us by mum herself. Interview done at the station's family room. Carys said "nobody asked me if I was sad about Saturday". She cried, then ate two bowls of cereal and wanted to talk about her brother. School uniform, a bit damp, hair in plaits, no injuries. Told her we were glad to see her. Social worker emailed with Carys's exact words.""",
            ),
        ],
        referrals=(referral("children_social_care", "2025-03-22 09:00", "8052-A", "Passed to allocated worker"),),
        assessments=(assessed("missing", "medium", "2025-03-21 20:20", "2025-03-21 21:10"),),
        attendances=(attended("2025-03-21 20:15", "2025-03-21 20:32", "2025-03-21 20:45", "Missing child"),),
        missing=_missing(
            "2025-03-21 20:15",
            "medium",
            "2025-03-21 20:32",
            "2025-03-21 23:35",
            interview="2025-03-22 00:10",
            offered="2025-03-22 09:00",
            philomena=True,
            ref="MP-25-0811",
        ),
        intent="disability-recorded:n",
    ),
    case(
        "MS25-010422",
        "missing",
        "Fifteen-year-old missing from a children's home",
        "2025-04-14 21:00",
        area="Central",
        team=_TEAM,
        oic=_COORDINATOR,
        closed="2025-04-16 10:00",
        outcome="located safe",
        closure="Returned, interview done",
        grade="high",
        research="2025-04-14 21:20",
        children=[
            child(
                "10422-A",
                "Delphine",
                "2009-06-15",
                "F",
                "subject",
                "B2",
                "No",
                observed="IC3",
                sen="N",
                seen="2025-04-15 13:25",
                looked_after=True,
                language="French",
                school="High school, year 10",
            ),
        ],
        people=(person("10422-P", "Key worker T.", "carer", 29, "F", None, contact=True),),
        narrative=[
            entry(
                "2025-04-14 21:45",
                "missing_report",
                "response_constable",
                """
Home rings at 2100 re Delphine, 15, out since 1730, said she was off to buy hair products. Jeans, white trainers, long braids. Phone off at 1810. High because a man in a grey car has been seen outside the home this week. She has been missing twice before this month. VRM part known, ANPR running. House and garden searched.""",
            ),
            entry(
                "2025-04-15 07:30",
                "supervision",
                "duty_inspector",
                """
Insp review. High remains. The home's referral form says 'absconded'. That wording is challenged: it is not one we use of a child, she is missing and may have been taken. I have asked the home to correct it. Telecoms approved 2240. Grey car stopped 0310, driver detained, Delphine not in it.""",
            ),
            entry(
                "2025-04-15 16:00",
                "debrief",
                "missing_person_coordinator",
                """
Located 1325 at a services by roads policing. I met Delphine at the home with her key worker at 1500 for her prevention interview. Delphine said "he told me he'd take me to my aunt in France". She spoke softly, in French at times, and held her key worker's hand. Same jeans, braids redone, a cut on her palm that the nurse has dressed. Independent interview offered, she said yes to Thursday. Exploitation team have it now.""",
            ),
        ],
        flags=(
            flag(
                "child_sexual_exploitation",
                "10422-A",
                "2024-07-01 10:00",
                due="2025-01-01",
                reviewed="2025-01-02 09:00",
            ),
            flag("missing", "10422-A", "2024-08-12 10:00", due="2025-02-12"),
        ),
        referrals=(referral("children_social_care", "2025-04-15 14:00", "10422-A", "Strategy meeting called"),),
        assessments=(assessed("missing", "high", "2025-04-14 21:05", "2025-04-14 21:40"),),
        attendances=(
            attended("2025-04-14 21:00", "2025-04-14 21:04", "2025-04-14 21:18", "Missing child", video=True),
        ),
        missing=_missing(
            "2025-04-14 21:00",
            "high",
            "2025-04-14 21:04",
            "2025-04-15 13:25",
            interview="2025-04-15 15:00",
            offered="2025-04-15 15:40",
            philomena=True,
            ref="MP-25-1044",
            previous=(("2025-04-03 20:00", "2025-04-03 23:00"), ("2025-04-09 18:00", "2025-04-09 22:10")),
        ),
        intent="flags-reviewed:p",
    ),
    case(
        "MS25-012130",
        "missing",
        "Thirteen-year-old missing after school",
        "2025-05-01 18:40",
        area="South",
        team=_TEAM,
        oic=_COORDINATOR,
        closed="2025-05-02 09:00",
        outcome="located safe",
        closure="Returned home",
        grade="medium",
        research="2025-05-01 19:30",
        children=[
            child(
                "12130-A",
                "Faye",
                "2011-12-27",
                "F",
                "subject",
                "NS",
                "N/A",
                reason="",
                seen="2025-05-01 22:15",
                school="High school, year 8",
            ),
        ],
        people=(person("12130-P", "B.T.", "parent", 40, "M", "W1", contact=True),),
        narrative=[
            entry(
                "2025-05-01 19:20",
                "missing_report",
                "response_constable",
                """
Dad reports Faye (13) hasn't come home. 9th time since Xmas. To be honest this is wasting police time, she'll return when she's hungry. Blazer, black trousers. Dad has her laptop. No phone. Low/medium - sgt to decide. Circulated.""",
            ),
            entry(
                "2025-05-01 22:40",
                "log",
                "response_constable",
                """
2205 Faye came in through the back door, I called in 2215. Faye said "I went to the library and then just walked because home's loud". She was polite and quiet, arms folded. Uniform neat, no injuries, not cold. No prevention interview was done due to calls waiting. Return interview not offered. Dad happy she's back. Close.""",
            ),
        ],
        assessments=(assessed("missing", None, "2025-05-01 18:50", None),),
        attendances=(attended("2025-05-01 18:40", "2025-05-01 19:00", "2025-05-01 19:10", "Missing child"),),
        missing=_missing("2025-05-01 18:40", "", "2025-05-01 19:00", "2025-05-01 22:05", ref="MP-25-1190"),
        intent="ethnicity-recorded:n disability-recorded:n no-victim-blaming-language:n missing-record-complete:p return-interview:n",
    ),
    case(
        "MS25-014177",
        "missing",
        "Fifteen-year-old not yet found",
        "2025-05-22 17:30",
        area="North",
        team=_TEAM,
        oic=_COORDINATOR,
        grade="high",
        call="immediate",
        research="2025-05-22 17:45",
        children=[
            child(
                "14177-A",
                "Piran",
                "2009-08-28",
                "M",
                "subject",
                "W9",
                "No",
                observed="IC1",
                sen="N",
                spoken_to=None,
                school="Academy, year 10",
            ),
        ],
        people=(person("14177-P", "K.Z.", "parent", 38, "F", "W9", contact=True),),
        narrative=[
            entry(
                "2025-05-22 18:20",
                "missing_report",
                "response_constable",
                """
Piran, 15, left school at 1510 and hasn't got home. Mum frantic, he's always in by four. Tall, brown curly hair, uniform, green bag. Phone last connected 1522 near the canal. Bullied this term, mum found a note this evening saying sorry. HIGH RISK because of the note. Search adviser, underwater team and drone called.""",
            ),
            entry(
                "2025-05-23 07:00",
                "supervision",
                "duty_inspector",
                """
Handover. Not located. Canal towpath and tip searched overnight, nothing found. Friends from his form spoken to by DC. Bus CCTV to be viewed at 0800. Detective inspector leads from now. Family have an officer with them. If he's seen, officers to talk to him gently and ring me first.""",
            ),
            entry(
                "2025-05-23 16:10Z",
                "log",
                "control_room_operator",
                """
Possible sighting by walkers on the old railway line, units and dog on way. Not confirmed.""",
            ),
        ],
        assessments=(assessed("missing", "high", "2025-05-22 17:35", "2025-05-22 18:10"),),
        referrals=(referral("children_social_care", "2025-05-22 20:00", "14177-A", "Accepted, out of hours"),),
        attendances=(
            attended("2025-05-22 17:30", "2025-05-22 17:33", "2025-05-22 17:42", "Missing child", video=True),
        ),
        missing=_missing("2025-05-22 17:30", "high", "2025-05-22 17:33", None, ref="MP-25-1402"),
        intent="child-still-missing:n return-interview:a voice-of-child-recorded:a missing-record-complete:p",
    ),
]
