"""Six files of child abuse or neglect, worked by child-protection detectives with social care."""

from __future__ import annotations

from content.shapes import (
    action,
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

_TEAM = "Public Protection - Child Protection"
_OIC = officer("detective_constable", "constable", _TEAM, "PIP2", "SCAIDP")
_ROLE = "detective_constable"
_DS = "detective_sergeant"

CASES = [
    case(
        "MS25-002066",
        "child_abuse_or_neglect",
        "Seven-year-old hit by her stepfather",
        "2025-01-20 09:05",
        area="North",
        team=_TEAM,
        oic=_OIC,
        closed="2025-03-20 13:00",
        outcome="charged",
        closure="Guilty plea to cruelty",
        grade="high",
        research="2025-01-20 09:30",
        children=[
            child(
                "2066-A",
                "Mabel",
                "2017-04-02",
                "F",
                "victim",
                "W1",
                "No",
                observed="IC1",
                sen="N",
                seen="2025-01-20 11:15",
                school="Primary, year 3",
            ),
        ],
        people=(
            person("2066-S", "C.P.", "suspect", 35, "M", "W1", contact=True),
            person("2066-P", "A.P.", "parent", 31, "F", "W1", contact=True),
        ),
        narrative=[
            entry(
                "2025-01-20 14:30",
                "crime_report",
                _ROLE,
                """
School rang: Mabel (7) came in with a hand shaped mark on her thigh. Spoken with at school by me and a social worker. Mabel told us "he smacks when the telly's too loud, I do try". Solemn, sat on her hands, only smiled at the guinea pig. Cardigan and tights clean, bruising to outer left thigh as above. Stepfather is manipulative according to mum and controls who sees the children.""",
            ),
            entry(
                "2025-01-20 19:10",
                "log",
                _ROLE,
                """
Home visit 1630 with SW. Two bedroomed terrace, clean and warm; Mabel's room is small with a made bed, blackout curtain and soft toys; food in the cupboards; smoke alarm works. C.P. arrested at work 1545, bail with conditions to live elsewhere. Mum's wish is to stay safe with Mabel at her mother's for now.""",
            ),
            entry(
                "2025-01-21 12:00",
                "strategy_minutes",
                "social_work_team_manager",
                """
Strategy meeting held 21/01 at 0930. s47 joint. Medical yesterday evening, consistent with a slap. ABE 23rd. No other children in the family.""",
            ),
        ],
        referrals=(referral("children_social_care", "2025-01-20 10:10", "2066-A", "Section 47"),),
        meetings=(
            meeting(
                "strategy_meeting", "2025-01-21 09:30", actions=(action("police", "2025-01-23", "2025-01-23T15:00:00"),)
            ),
        ),
        notices=(notice("PPN-25-0488", "2025-01-20 15:00", ["2066-A"], "2025-01-20 17:00"),),
        reviewed=reviews("2025-01-21", "5 32 56i", _DS),
        attendances=(
            attended("2025-01-20 09:05", "2025-01-20 10:40", "2025-01-20 11:15", "Child with injury at school"),
        ),
        investigation=investigation(
            _TEAM,
            _ROLE,
            "2025-01-21 08:10",
            plan="2025-01-21 08:45",
            seen="2025-01-20 11:15",
            needs="2025-01-24 10:00",
            arrest="2025-01-20 15:45",
            lines=(line("Recorded interview"), line("Medical report")),
        ),
        intent="lines-of-enquiry-complete:m",
    ),
    case(
        "MS25-003488",
        "child_abuse_or_neglect",
        "Neglect of two young children",
        "2025-02-04 10:30",
        area="Central",
        team=_TEAM,
        oic=_OIC,
        closed="2025-03-14 10:00",
        outcome="no further action",
        closure="Support plan led by social care",
        grade="medium",
        research="2025-02-04 11:10",
        children=[
            child(
                "3488-A",
                "Tilda",
                "2019-06-16",
                "F",
                "victim",
                "W2",
                None,
                seen="2025-02-04 13:40",
                school="Primary, year 1",
            ),
            child(
                "3488-B",
                "Bram",
                "2021-10-01",
                "M",
                "victim",
                "WIRI",
                None,
                seen="2025-02-04 13:40",
                school="Nursery class",
            ),
        ],
        people=(person("3488-S", "O.M.", "suspect", 28, "F", "W2", contact=True),),
        narrative=[
            entry(
                "2025-02-04 16:45",
                "ppn",
                _ROLE,
                """
Health visitor's call. Seen at home with SW 1340. Mum was open with us, low in mood since her dad died.
Tilda, 5: Tilda said "I can do breakfast by myself". Tilda was lively and danced for us. Tilda's hair was tangled and her dress was grubby, no injuries.
Bram, 3: Bram said "Mummy sad". Bram was quiet and clung to mum, thumb in. Bram was in a wet nappy, nose crusted, well nourished, no injuries.
Home: Tilda and Bram share a mattress on the floor with one blanket, bin bags stacked in the kitchen, milk and bread in the fridge, no hot water since Friday.""",
            ),
            entry(
                "2025-02-05 15:20",
                "strategy_minutes",
                _DS,
                """
Strategy discussion held by phone 5/2 14:00. Police, SC, HV. Single agency agreed after that; police to remain for the immediate offence only. Boiler mended by landlord this morning. Mum's sister here for the week.""",
            ),
            entry(
                "2025-03-10 14:05",
                "supervision",
                _DS,
                """
Reviewed. Visits by SC show a clear change: beds bought, kitchen cleared, Tilda and Bram both well turned out. Mum interviewed as a volunteer, full account. Not in the public interest to go on and it would hurt the children. NFA agreed.""",
            ),
        ],
        referrals=(
            referral("children_social_care", "2025-02-04 15:00", "3488-A", "Section 47"),
            referral("children_social_care", "2025-02-04 15:00", "3488-B", "Section 47"),
        ),
        meetings=(meeting("strategy_meeting", "2025-02-05 14:00"),),
        reviewed=reviews("2025-02-04", "7 34", _DS),
        attendances=(attended("2025-02-04 10:30", "2025-02-04 13:10", "2025-02-04 13:40", "Joint visit", video=True),),
        investigation=investigation(
            _TEAM,
            _ROLE,
            "2025-02-04 12:00",
            plan="2025-02-04 12:20",
            seen="2025-02-04 13:40",
            needs="2025-02-07 11:00",
            without=("lines_of_enquiry",),
        ),
        intent="disability-recorded:n inspector-review-56-days:a lines-of-enquiry-complete:c",
    ),
    case(
        "MS25-004981",
        "child_abuse_or_neglect",
        "Deaf twelve-year-old abused by an uncle",
        "2025-02-18 15:20",
        area="South",
        team=_TEAM,
        oic=_OIC,
        grade="high",
        research="2025-02-18 15:45",
        children=[
            child(
                "4981-A",
                "Noor",
                "2012-09-03",
                "F",
                "victim",
                "ABAN",
                "Yes",
                observed="IC4",
                detail="Hearing impairment, uses British Sign Language",
                sen="EHC plan",
                seen="2025-02-18 17:30",
                language="British Sign Language",
                school="Academy with hearing resource base, year 7",
            ),
        ],
        people=(
            person("4981-S", "M.U.", "suspect", 39, "M", "A3", contact=True),
            person("4981-P", "R.U.", "parent", 37, "F", "A3", contact=True),
        ),
        narrative=[
            entry(
                "2025-02-18 20:15",
                "crime_report",
                _ROLE,
                """
Noor (12) is deaf and signs. She told her teacher of the deaf that her uncle touches her. Seen at school with a registered BSL interpreter, first account only. Noor signed "I told him stop and he put the light out so I couldn't see hands". She was composed, then hid her face in her scarf. Neat uniform, hearing aids in, no injury seen. Mum told with Noor there, as she wished.""",
            ),
            entry(
                "2025-02-18 22:00",
                "log",
                _ROLE,
                """
Home attended 1915 with SW. Clean, comfortable three bed house; Noor's own room has a flashing doorbell and a bolt inside; plenty of food. M.U. lives two doors down, arrested 1950. He has three of his own, SC out of hours are seeing them tonight. Scene bedding taken.""",
            ),
            entry(
                "2025-02-20 11:30",
                "strategy_minutes",
                "social_work_team_manager",
                """
Strategy meeting, 19/02, 13:00. Police DS and DC, SC, school, paediatrician, audiology. Joint s47. Intermediary and deaf relay for ABE. Cultural adviser used on how aunties in the community may react; Noor asked that none of them interpret.""",
            ),
            entry(
                "2025-04-15 11:40",
                "supervision",
                "detective_inspector",
                """
55 days. ABE in two parts, done. DNA result back and supports Noor. Suspect's children medically well, not spoken of any harm. CPS advice file next week. OIC's record of Noor's wishes is a model one.""",
            ),
        ],
        referrals=(referral("children_social_care", "2025-02-18 17:00", "4981-A", "Section 47"),),
        meetings=(meeting("strategy_meeting", "2025-02-19 13:00"),),
        reviewed=reviews("2025-02-19", "6 33 55i 81", _DS),
        attendances=(
            attended("2025-02-18 15:20", "2025-02-18 16:45", "2025-02-18 17:30", "Child told teacher of abuse"),
        ),
        investigation=investigation(
            _TEAM,
            _ROLE,
            "2025-02-19 08:00",
            plan="2025-02-19 08:40",
            seen="2025-02-18 17:30",
            needs="2025-02-21 14:00",
            arrest="2025-02-18 19:50",
            lines=(line("Recorded interviews"), line("DNA"), line("Charging advice", "open")),
        ),
        intent="disability-consistent:m",
    ),
    case(
        "MS25-006543",
        "child_abuse_or_neglect",
        "Bruising to a baby of three months",
        "2025-03-06 12:40",
        area="North",
        team=_TEAM,
        oic=_OIC,
        grade="high",
        call="immediate",
        research="2025-03-06 12:55",
        children=[
            child(
                "6543-A",
                "Ottilie",
                "2024-11-29",
                "F",
                "victim",
                "N/A",
                None,
                seen="2025-03-06 14:20",
                spoken_to=False,
                language=None,
            ),
        ],
        people=(
            person("6543-S", "D.L.", "suspect", 24, "M", "W1", contact=True),
            person("6543-T", "S.L.", "suspect", 22, "F", "W1", contact=True),
        ),
        narrative=[
            entry(
                "2025-03-06 16:30",
                "crime_report",
                _ROLE,
                """
Community paediatrician has seen two small round bruises on jaw of OTTILIE, 3/12, not yet rolling. With SW on ward from 1420. She was alert, cooed, cried when laid flat and settled on her dad's shoulder. Well nourished, clean, the two bruises and nothing else on a full look over by the Dr. Skeletal survey and bloods in hand. Parents on the ward, each arrested and bailed by appointment, will be supervised at all times.""",
            ),
            entry(
                "2025-03-06 21:10",
                "log",
                _ROLE,
                """
Home visit with parents' consent 1900: ground floor flat, clean, warm, cot with firm mattress and no loose covers, steriliser in use, bottles made up and dated. Photos and bed measured. Dad's account is a seat belt buckle; car seat taken for test.""",
            ),
            entry(
                "2025-03-07 12:40",
                "strategy_minutes",
                _DS,
                """
STRATEGY MEETING HELD 7/3/25 AT 1100 AT HOSPITAL. PAEDS, SC, POLICE, HV, MIDWIFE. JOINT S47. OTTILIE TO GO TO MATERNAL GRANDPARENTS WHEN DISCHARGED, PARENTS SUPERVISED ONLY.""",
            ),
            entry(
                "2025-04-29 11:40",
                "supervision",
                "detective_inspector",
                """
DI. Scans clear, clotting clear. Expert on the car seat instructed, due mid June. Family time going well. Keep both hypotheses open and do not let it drift.""",
            ),
        ],
        referrals=(referral("children_social_care", "2025-03-06 13:10", "6543-A", "Section 47"),),
        meetings=(meeting("strategy_meeting", "2025-03-07 11:00"),),
        notices=(notice("PPN-25-1802", "2025-03-06 17:00", ["6543-A"], "2025-03-06 19:00"),),
        reviewed=reviews("2025-03-06", "3 30 54i", _DS),
        attendances=(attended("2025-03-06 12:40", "2025-03-06 13:30", "2025-03-06 14:20", "Injury to baby"),),
        investigation=investigation(
            _TEAM,
            _ROLE,
            "2025-03-06 13:30",
            plan="2025-03-06 13:50",
            seen="2025-03-06 14:20",
            needs="2025-03-08 10:00",
            arrest="2025-03-06 15:00",
            lines=(line("Blood tests and scans"), line("Car seat expert", "open")),
        ),
        intent="ethnicity-recorded:n disability-recorded:n",
    ),
    case(
        "MS25-009120",
        "child_abuse_or_neglect",
        "Fourteen-year-old humiliated and shut out by his stepfather",
        "2025-03-31 08:30",
        area="Central",
        team=_TEAM,
        oic=_OIC,
        grade="medium",
        call="scheduled",
        research="2025-03-31 09:50",
        children=[
            child(
                "9120-A",
                "Aled",
                "2010-11-11",
                "M",
                "victim",
                "WBRI",
                "N",
                observed="IC1",
                sen="N",
                seen="2025-04-01 14:30",
                school="High school, year 9",
            ),
        ],
        people=(
            person("9120-S", "S.C.", "suspect", 51, "M", "W1", contact=True),
            person("9120-P", "J.C.", "parent", 42, "F", "W1", contact=True),
        ),
        narrative=[
            entry(
                "2025-04-01 18:00",
                "crime_report",
                _ROLE,
                """
Aled, 14, had written it down for his form tutor. Seen 1430 today in tutor's room, the day after the call. His stepfather locks him out till nine each night, makes him eat on the step and films him asking to be let in. Aled said "he says it's to toughen me up, I just want to be allowed in my own house". Aled read it aloud, steady, then put his head on the desk. Thin wrists, blazer two years too small, lips chapped. Mum uses a wheelchair and says she cannot get to the door in time to stop it.""",
            ),
            entry(
                "2025-04-02 10:20",
                "log",
                _ROLE,
                """
Seen at the house 1715 on 1st. Big, spotless and cold. Aled's bedroom door has been taken off and his bed is a bare divan; the pantry was padlocked, key on stepfather's belt. Stepfather arrested for cruelty, bailed to his brother's.""",
            ),
            entry(
                "2025-04-03 16:15",
                "strategy_minutes",
                "social_work_team_manager",
                """
Held 3 Apr 15:00, strategy meeting. S47, joint. Door to be put back on Friday by uncle. School to give breakfast. Carer's assessment for mum.""",
            ),
            entry(
                "2025-04-09 09:20",
                "supervision",
                _DS,
                """
Review, a day late owing to a murder team request. Videos on stepfather's handset would be good evidence, in the queue. VNA not yet done for Aled and none is booked, why?""",
            ),
        ],
        referrals=(referral("mash", "2025-03-31 16:00", "9120-A", ""),),
        meetings=(meeting("strategy_meeting", "2025-04-03 15:00"),),
        reviewed=reviews("2025-04-01", "8 36", _DS),
        attendances=(attended("2025-03-31 08:30", "2025-04-01 14:00", "2025-04-01 14:30", "Child's letter to tutor"),),
        investigation=investigation(
            _TEAM,
            _ROLE,
            "2025-04-01 09:00",
            plan="2025-04-01 09:30",
            seen="2025-04-01 14:30",
            needs=None,
            arrest="2025-04-01 17:40",
            lines=(line("Tutor's statement"), line("Handset examination", "open")),
            devices=({"seized_at": "2025-04-01T17:45:00", "examined_at": None},),
        ),
        intent="information-shared-with-social-care:p supervisor-review-7-days:p inspector-review-56-days:a "
        "victim-seen-promptly:p victim-needs-assessment:n",
    ),
    case(
        "MS25-012603",
        "child_abuse_or_neglect",
        "Three children left in a car outside a public house",
        "2025-05-06 20:20",
        area="South",
        team=_TEAM,
        oic=_OIC,
        grade="medium",
        research="2025-05-06 20:40",
        children=[
            child(
                "12603-A",
                "Hector",
                "2015-03-14",
                "M",
                "victim",
                "MWBA",
                "",
                seen="2025-05-06 20:48",
                school="Primary, year 5",
            ),
            child(
                "12603-B",
                "Saffron",
                "2018-01-31",
                "F",
                "victim",
                "M2",
                "",
                seen="2025-05-06 20:48",
                school="Primary, year 2",
            ),
            child(
                "12603-C", "Milo", "2021-08-19", "M", "victim", "M2", "", seen="2025-05-06 20:48", school="Playgroup"
            ),
        ],
        people=(person("12603-S", "V.A.", "suspect", 36, "M", "B2", contact=True),),
        narrative=[
            entry(
                "2025-05-06 23:20",
                "ppn",
                "response_constable",
                """
2048 car park of pub. Three children in a locked car since about 1830, father inside, 3x limit.
Hector (10): Hector said "I told them stories so they wouldn't cry". Hector was calm but biting his lip. Hector had school shorts on, clean, no injuries.
Saffron (7): Saffron said "I needed the loo and nobody came". Saffron was weeping and cross with dad. Saffron had wet leggings, otherwise clean.
Milo (3): Milo said "go home now". Milo was sleepy, cuddled into the officer's shoulder. Milo had a warm coat on and a clean face.
Father arrested 2055 for neglect. Mother collected them and we followed.
Home: Hector, Saffron and Milo each have a bed with clean covers, house warm, supper in the oven, stair gate fitted.""",
            ),
            entry(
                "2025-05-08 09:40",
                "strategy_minutes",
                _DS,
                """
Strategy meeting 7 May 15:30 (SC, police, school). s47 single agency to start, joint if more comes to light. Father bailed, only with children when mother is there. Mum says she had no idea he was driving.""",
            ),
            entry(
                "2025-05-13 09:20",
                "supervision",
                _DS,
                """
Day 6. Pub CCTV viewed and exhibited. Blood result awaited. Three VNAs done as one visit on 9th. Hector has asked if dad will go to prison; OIC to go back and talk it through with him.""",
            ),
        ],
        referrals=(
            referral("children_social_care", "2025-05-06 22:30", "12603-A", "Section 47"),
            referral("children_social_care", "2025-05-06 22:30", "12603-B", "Section 47"),
            referral("children_social_care", "2025-05-06 22:30", "12603-C", "Section 47"),
        ),
        meetings=(meeting("strategy_meeting", "2025-05-07 15:30"),),
        notices=(notice("PPN-25-3551", "2025-05-06 23:20", ["12603-A", "12603-B", "12603-C"], "2025-05-07 06:00"),),
        reviewed=reviews("2025-05-07", "6", _DS),
        attendances=(
            attended("2025-05-06 20:20", "2025-05-06 20:31", "2025-05-06 20:48", "Children locked in car", video=True),
        ),
        investigation=investigation(
            _TEAM,
            _ROLE,
            "2025-05-07 08:00",
            plan="2025-05-07 08:30",
            seen="2025-05-06 20:48",
            needs="2025-05-09 17:00",
            arrest="2025-05-06 20:55",
            lines=(line("Public house CCTV"), line("Blood result", "open")),
        ),
        intent="disability-recorded:n supervisor-review-28-days:a inspector-review-56-days:a",
    ),
]
