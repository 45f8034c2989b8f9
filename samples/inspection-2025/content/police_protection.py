"""Six police-protection files: an inspector oversaw every one; in four the first officers were sent late."""

from __future__ import annotations

from content.shapes import (
    Record,
    action,
    at,
    attended,
    case,
    child,
    entry,
    investigation,
    line,
    meeting,
    officer,
    person,
    referral,
    reviews,
)

_CP = "Public Protection - Child Protection"
_RESPONSE = officer("response_constable", "constable", "Response")


def _protection(taken: str, ended: str, officer_at: str, place: str, rank: str = "inspector") -> Record:
    return {
        "taken_at": at(taken),
        "ended_at": at(ended),
        "designated_officer_rank": rank,
        "designated_officer_at": at(officer_at),
        "place": place,
    }


CASES = [
    case(
        "MS25-001807",
        "police_protection",
        "Four-year-old found alone in a flat",
        "2025-01-18 14:10",
        area="Central",
        team="Response Central C",
        oic=_RESPONSE,
        closed="2025-01-24 10:00",
        outcome="accommodated with grandparents",
        closure="Handed to children's social care",
        grade="high",
        call="prompt",
        research="2025-01-18 14:19",
        children=[
            child(
                "1807-A",
                "Wynn",
                "2020-11-03",
                "M",
                "victim",
                "W2",
                "No",
                observed="IC1",
                sen="N",
                seen="2025-01-18 14:58",
                school="Nursery class",
            ),
        ],
        people=(person("1807-P", "A.D.", "parent", 26, "F", "W2", contact=True),),
        narrative=[
            entry(
                "2025-01-18 17:20",
                "log",
                "response_constable",
                """
Neighbour rang to say she had heard the little boy through the wall since morning and no adult voice. PC and I arrived 1458, no reply, small voice from behind door. Entry gained with the caretaker's key. WYNN, 4, on his own. He ran to me, took my hand and would not let go of it. Wynn told us "Mummy is at the shop, I had crackers". He wore pyjama bottoms and one sock, face sticky but no injuries, bright eyed. The flat: heating on, front window wide open on the third floor, hob left on low, crackers and a carton of milk within reach, his mattress made up with a clean duvet. Police protection taken at 1512.""",
            ),
            entry(
                "2025-01-18 18:05",
                "log",
                "duty_inspector",
                """
Insp. as designated officer, informed 1520 and I have spoken with EDT and with the attending officers. Grounds are made out: aged 4, alone for what looks like five hours, hob and open window. Mother returned at 1640, upset, she'd been kept at work. I will look again at 2200. Wynn to go to grandparents once EDT have checked them; protection ends when they have him and a written agreement is in place.""",
            ),
            entry(
                "2025-01-20 11:30",
                "strategy_minutes",
                "social_work_team_manager",
                """
Strategy meeting held 20 January, 10:00. Present: social care, police (DS), health visitor, nursery. Single agency assessment by social care agreed. Police will not prosecute. Childcare help to be found for mum's Saturday shifts. Nursery describe Wynn as a chatty boy who loves trains.""",
            ),
        ],
        referrals=(referral("children_social_care", "2025-01-18 15:35", "1807-A", "Child and family assessment"),),
        meetings=(
            meeting(
                "strategy_meeting",
                "2025-01-20 10:00",
                actions=(action("social care", "2025-01-27", "2025-01-24T12:00:00"),),
            ),
        ),
        attendances=(
            attended("2025-01-18 14:10", "2025-01-18 14:35", "2025-01-18 14:58", "Young child alone", video=True),
        ),
        police_protection=_protection("2025-01-18 15:12", "2025-01-18 21:30", "2025-01-18 15:20", "Grandparents' home"),
    ),
    case(
        "MS25-003391",
        "police_protection",
        "Two children in a home without heating, parents under the influence",
        "2025-02-03 15:52",
        area="North",
        team="Response North A",
        oic=officer("detective_constable", "constable", _CP, "PIP2", "SCAIDP"),
        closed="2025-04-29 16:00",
        outcome="parents cautioned",
        closure="Conditional cautions; children with aunt under an interim order",
        grade="high",
        research="2025-02-03 16:15",
        children=[
            child(
                "3391-A",
                "Nell",
                "2017-05-22",
                "F",
                "victim",
                "-",
                None,
                seen="2025-02-03 18:10",
                school="Primary, year 2",
            ),
            child(
                "3391-B", "Otto", "2021-12-09", "M", "victim", "-", None, seen="2025-02-03 18:10", school="Playgroup"
            ),
        ],
        people=(
            person("3391-S", "J.F.", "suspect", 33, "M", "W1", contact=True),
            person("3391-T", "D.F.", "suspect", 30, "F", "W1", contact=True),
        ),
        narrative=[
            entry(
                "2025-02-03 20:45",
                "log",
                "response_constable",
                """
1552 call from primary: Nell not collected, nobody answering, Otto believed at home with parents. Graded for today, first unit sent 1740, staff had waited with her. 1810 at address with Nell and the school lead.
NELL, 7. Nell told me "they sleep a lot in the day and I make Otto toast". Nell was calm and organised, smiled at her teacher, fetched her brother's shoes without being asked. Nell's school jumper was too small, live lice in her hair, no bruises.
OTTO, 3. Otto said "cold, cold" when I knelt down to him. Otto was quiet and tearful and leaned on his sister the whole time. Otto had a wet nappy and a vest only, hands red with cold, thin.
HOME. Nell's and Otto's room had no heating and a broken pane with a board; one bed with a bare mattress for both; fridge empty bar a pan of old rice; syringes in an open bag on the kitchen floor.
Both parents hard to rouse. PP taken 1832.""",
            ),
            entry(
                "2025-02-03 21:30",
                "log",
                "duty_inspector",
                """
Designated officer: me. Told 18:45. Reasons reviewed with PC by phone and with EDT manager. Aunt approved, children there by 22:10. I will hand to nights for review at 0600 and expect the power to end as soon as aunt's checks are back. Time of deployment noted: it should have been sooner and I've raised it with the control room duty manager.""",
            ),
            entry(
                "2025-02-04 16:00",
                "strategy_minutes",
                "detective_sergeant",
                """
Held 14:30 today with social care, health, school. S.47, joint. Medicals tomorrow for Nell and Otto. Parents arrested this a.m. for neglect, bailed not to see the children unsupervised. Aunt coping well, Otto has eaten three meals.""",
            ),
            entry(
                "2025-03-31 11:40",
                "supervision",
                "detective_inspector",
                """
56 days. Medicals filed. Both parents in treatment. Ready for CPS advice; caution route possible if social care agree. Nell's wishes (to stay with auntie and see mum on Sundays) have been put to the court guardian.""",
            ),
        ],
        referrals=(
            referral("children_social_care", "2025-02-03 18:50", "3391-A", "Section 47"),
            referral("children_social_care", "2025-02-03 18:50", "3391-B", "Section 47"),
        ),
        meetings=(meeting("strategy_meeting", "2025-02-04 14:30"),),
        reviewed=reviews("2025-02-04", "6 33 55i 82", "detective_sergeant"),
        attendances=(
            attended(
                "2025-02-03 16:00",
                "2025-02-03 17:40",
                "2025-02-03 18:10",
                "Child not collected, toddler at home",
                video=True,
            ),
        ),
        police_protection=_protection("2025-02-03 18:32", "2025-02-04 12:00", "2025-02-03 18:45", "Aunt's home"),
        investigation=investigation(
            _CP,
            "detective_constable",
            "2025-02-04 09:00",
            plan="2025-02-04 09:40",
            seen="2025-02-03 18:10",
            needs="2025-02-06 10:00",
            arrest="2025-02-04 10:20",
            lines=(line("Paediatric medicals"), line("School attendance records")),
        ),
        intent="ethnicity-recorded:n disability-recorded:n prompt-deployment:p allocated-to-trained-investigator:m "
        "supervisor-review-7-days:m supervisor-review-28-days:m inspector-review-56-days:m lines-of-enquiry-complete:m "
        "victim-seen-promptly:m victim-needs-assessment:m suspect-with-child-contact-no-action:m",
    ),
    case(
        "MS25-005246",
        "police_protection",
        "Ten-year-old afraid to go home after being hit",
        "2025-02-21 09:15",
        area="South",
        team="Response South B",
        oic=_RESPONSE,
        closed="2025-03-04 09:00",
        outcome="returned to father",
        closure="Child with father, social care lead",
        grade="medium",
        call="scheduled",
        research="2025-02-21 09:40",
        children=[
            child(
                "5246-A",
                "Anwen",
                "2014-08-14",
                "F",
                "victim",
                "WBRI",
                None,
                seen="2025-02-21 14:25",
                school="Primary, year 5",
            ),
        ],
        people=(person("5246-P", "C.R.", "parent", 34, "F", "W1", contact=True),),
        narrative=[
            entry(
                "2025-02-21 16:55",
                "log",
                "response_constable",
                """
Asked by head teacher at 0915 to come to school re Anwen (10) who had said she was scared to go home. Due to demand we did not set off until 1350. Saw Anwen in the nurture room with the head. She said "Mum hit me with the hairbrush because I spilt the cereal, she says I'm just like Dad". Eyes down, whispering, twisting the cord of her bag. Two oval red marks on left upper arm, otherwise tidy in uniform and a warm coat. Took PP 1440 as mum was on her way in to collect her and had been shouting down the telephone at the office.""",
            ),
            entry(
                "2025-02-21 18:30",
                "log",
                "response_constable",
                """
Home address looked at with social worker 17:30 to fetch her things. Two up two down, warm, clean kitchen with a full fridge, Anwen's own room with fairy lights and books, nothing out of place. Mum in tears, agreed she had lost her temper. Anwen's dad lives ten min away and has come for her. Referral made to social care by phone at 14:50.""",
            ),
            entry(
                "2025-02-21 19:05",
                "log",
                "duty_inspector",
                """
Designated officer entry. I was told at 14:55, agreed grounds. Ended at 18:45 when dad took over with EDT's consent; under five hours. To note, attendance was far too slow for a child at school with a mark and a parent coming. The head had rung three times. Sgt to take it up with the dispatcher.""",
            ),
            entry(
                "2025-02-24 12:00",
                "strategy_minutes",
                "social_work_team_manager",
                """
Strategy meeting today, 11:00, police DS by video. Mother to do the parenting course; no prosecution, in line with Anwen's wishes and given the early acceptance. Health to see Anwen's arm: seen by GP 22/02.""",
            ),
        ],
        referrals=(referral("children_social_care", "2025-02-21 14:50", "5246-A", None),),
        meetings=(meeting("strategy_meeting", "2025-02-24 11:00"),),
        attendances=(
            attended(
                "2025-02-21 09:15", "2025-02-21 13:50", "2025-02-21 14:25", "Child afraid to go home", video=False
            ),
        ),
        police_protection=_protection("2025-02-21 14:40", "2025-02-21 18:45", "2025-02-21 14:55", "Father's home"),
        intent="disability-recorded:n prompt-deployment:n information-shared-with-social-care:p",
    ),
    case(
        "MS25-007412",
        "police_protection",
        "Fifteen-year-old outside at night after being told to leave",
        "2025-03-15 20:05",
        area="North",
        team="Response North D",
        oic=_RESPONSE,
        closed="2025-03-21 12:00",
        outcome="foster care",
        closure="Accommodated by the local authority",
        grade="high",
        call="immediate",
        research="2025-03-15 20:12",
        children=[
            child(
                "7412-A",
                "Kit",
                "2009-04-25",
                "M",
                "victim",
                None,
                "No",
                sen="N",
                seen="2025-03-15 20:44",
                school="Academy, year 10",
            ),
        ],
        people=(person("7412-P", "B.K.", "carer", 50, "M", "W1", contact=True),),
        narrative=[
            entry(
                "2025-03-15 22:40",
                "log",
                "response_constable",
                """
Passer by reports a boy sat on a wall in heavy rain. Located 20:44. Kit, 15, in a T shirt and sliders, soaked through and shivering, lips pale, no marks. He was polite, kept apologising, then cried when the heater came on in the car. Kit said his uncle told him not to come back "till I've learned some respect" and "I don't know what I did". Drove him to the uncle's address, who would not have him in. I could see into the hall and back room: tidy, warm, well kept, Kit's bed is a camp bed in the dining room with a sleeping bag on it. PP 21:10.""",
            ),
            entry(
                "2025-03-15 23:25",
                "log",
                "duty_inspector",
                """
I am the designated officer (Insp). Informed 21:15. No family locally. EDT have a foster carer. Kit asked for his charger and his school bag; both fetched. Rationale: 15, no adult willing to care for him tonight, weather. I've put in for review at 0700 and hope to end PP as soon as s.20 is signed by his mother who is abroad.""",
            ),
            entry(
                "2025-03-17 15:15",
                "strategy_minutes",
                "detective_sergeant",
                """
Strat meeting held Mon 17/3 at 1400 (SC, police, school). Joint visit to uncle agreed for 18/3. Uncle says it was meant to be for an hour. Kit wishes to remain where he is. School will keep his place and sort transport.""",
            ),
        ],
        referrals=(referral("children_social_care", "2025-03-15 21:20", "7412-A", "Accommodated"),),
        meetings=(meeting("strategy_meeting", "2025-03-17 14:00"), meeting("joint_visit", "2025-03-18 16:00")),
        attendances=(
            attended("2025-03-15 20:05", "2025-03-15 20:31", "2025-03-15 20:44", "Child alone in the rain", video=True),
        ),
        police_protection=_protection("2025-03-15 21:10", "2025-03-16 18:20", "2025-03-15 21:15", "Foster carer"),
        intent="ethnicity-recorded:n",
    ),
    case(
        "MS25-009530",
        "police_protection",
        "Four children in an unsafe house, mother detained",
        "2025-04-05 10:50",
        area="Central",
        team="Response Central A",
        oic=officer("detective_constable", "constable", _CP, "PIP2", "SCAIDP"),
        grade="high",
        research="2025-04-05 11:20",
        children=[
            child(
                "9530-A",
                "Petra",
                "2013-10-10",
                "F",
                "victim",
                "WROM",
                "",
                seen="2025-04-05 12:50",
                language="Romanes",
                school="High school, year 7",
            ),
            child(
                "9530-B",
                "Luca",
                "2016-06-02",
                "M",
                "victim",
                "WROM",
                "",
                seen="2025-04-05 12:50",
                language="Romanes",
                school="Primary, year 3",
            ),
            child(
                "9530-C",
                "Mirela",
                "2019-09-21",
                "F",
                "victim",
                "WROM",
                "",
                seen="2025-04-05 12:50",
                language="Romanes",
                school="Primary, reception",
            ),
            child(
                "9530-D",
                "Sandu",
                "2024-01-30",
                "M",
                "victim",
                "WROM",
                "",
                seen="2025-04-05 12:50",
                language=None,
                spoken_to=False,
            ),
        ],
        people=(person("9530-S", "V.C.", "suspect", 31, "F", "WROM", contact=True),),
        narrative=[
            entry(
                "2025-04-05 15:30",
                "log",
                "response_constable",
                """
Landlord rang 1050 concerned for kids, asked for police 1100. Sent 1230, arr 1250. Mother very drunk, fell twice, arrested neglect 1305 and taken to hospital first. Interpreter on the line for mum only; the children speak good English.
Petra (11) said "I look after them when Mama is ill". Petra was anxious, pacing, checked on the baby every minute. Petra had clean clothes on, dark rings under her eyes.
Luca (8) said "there is no light upstairs". Luca was laughing and showing us his cards, in shorts and a stained vest, a graze on one knee.
Mirela (5) told us "I want toast". Mirela hid behind the sofa then came out and held Petra's hand. Mirela's hair was matted, feet bare and dirty.
Sandu (14 months) was drowsy, crying weakly when lifted. Sandu had a very full nappy and a sore chin.
Petra, Luca, Mirela and Sandu all sleep in one room on two mattresses, no bedding; no electric upstairs, cooker disconnected, food in the cupboard, back door off its hinge.""",
            ),
            entry(
                "2025-04-05 16:20",
                "log",
                "duty_inspector",
                """
DESIGNATED OFFICER - T/CHIEF INSP, INFORMED 1325. ALL FOUR TAKEN INTO PP 1315. TWO HOMES NEEDED, EDT ASKED TO KEEP PETRA AND SANDU TOGETHER AND LUCA AND MIRELA TOGETHER, AGREED. MUM TO BE SPOKEN WITH WHEN SOBER. REVIEW 2000 AND 0800. POWER NOT TO RUN A MINUTE LONGER THAN IT NEEDS.""",
            ),
            entry(
                "2025-04-07 13:00",
                "strategy_minutes",
                "detective_sergeant",
                """
Strategy meeting 07/04 at 11:30, police, social care, health, both schools. Joint s47. Section 20 signed by mother and father. Medicals done Sat evening: Sandu has nappy rash, being treated; others well. Police to see children with their social worker on Wednesday. A fifth child (cousin, 16) was thought to live there, checked, she does not.""",
            ),
            entry(
                "2025-05-10 14:05",
                "supervision",
                "detective_sergeant",
                """
Reviewed. Mum engaging with alcohol service and has moved. Landlord statement in. Electric company enquiry still out. Petra asked the OIC why it took so long for anybody to come that day - she deserves an answer and I've said I will write to her.""",
            ),
        ],
        referrals=(
            referral("children_social_care", "2025-04-05 13:30", "9530-A", "Section 47"),
            referral("children_social_care", "2025-04-05 13:30", "9530-B", "Section 47"),
            referral("children_social_care", "2025-04-05 13:30", "9530-C", "Section 47"),
            referral("children_social_care", "2025-04-05 13:30", "9530-D", "Section 47"),
        ),
        meetings=(meeting("strategy_meeting", "2025-04-07 11:30"),),
        reviewed=reviews("2025-04-06", "7 34", "detective_sergeant"),
        attendances=(
            attended(
                "2025-04-05 11:00", "2025-04-05 12:30", "2025-04-05 12:50", "Concern for children in house", video=True
            ),
        ),
        police_protection=_protection(
            "2025-04-05 13:15", "2025-04-07 09:30", "2025-04-05 13:25", "Two foster homes", "chief_inspector"
        ),
        investigation=investigation(
            _CP,
            "detective_constable",
            "2025-04-06 10:00",
            plan="2025-04-06 10:45",
            seen="2025-04-05 12:50",
            needs="2025-04-09 15:00",
            arrest="2025-04-05 13:05",
            lines=(line("Landlord's statement"), line("Electricity supplier", "open")),
        ),
        intent="disability-recorded:n prompt-deployment:p allocated-to-trained-investigator:m supervisor-review-7-days:m "
        "supervisor-review-28-days:m victim-seen-promptly:m victim-needs-assessment:m "
        "suspect-with-child-contact-no-action:m",
    ),
    case(
        "MS25-011844",
        "police_protection",
        "Twelve-year-old left with people unknown to the family",
        "2025-04-28 18:10",
        area="South",
        team="Response South A",
        oic=_RESPONSE,
        closed="2025-05-08 17:00",
        outcome="home with mother",
        closure="Safety plan agreed with social care",
        grade="medium",
        call="scheduled",
        research="2025-04-28 19:05",
        children=[
            child(
                "11844-A",
                "Oona",
                "2012-12-19",
                "F",
                "victim",
                "Any other White background",
                "No",
                observed="IC2",
                sen="N",
                seen="2025-04-29 06:35",
                school="High school, year 7",
            ),
        ],
        people=(person("11844-P", "T.N.", "parent", 38, "M", "W9", contact=True),),
        narrative=[
            entry(
                "2025-04-29 08:50",
                "log",
                "response_constable",
                """
From handover: neighbouring force asked at 1820 last night for a visit to see a 12 yr old whose dad had been arrested on their ground, she was said to be at a flat here with his workmates. No unit free on lates, resourced by earlies, left station 0610. On arrival five adult men in the flat, all sober and up for work. Oona was in the box room dressed and sat on her case. She was alert, very watchful, and smiled when told who we were. She said "nobody did anything, I just stayed awake in case". Neat plaits, clean tracksuit, looked tired, no injury. Box room had a sleeping mat, no lock on the door, the bathroom was shared and grimy, one window, some fruit and bread on the side.""",
            ),
            entry(
                "2025-04-29 09:40",
                "log",
                "duty_inspector",
                """
Designated officer since 0655, Insp. PP taken 0648. It's quite plain that no checks had been made on any adult there. Mother (separated, 90 minutes away) is on her way, EDT's checks on her clear. Length of time: I expect hours, not days. Eleven and a half hours to get there on another force's request can't be right; I've asked for the log to be reviewed and for our inspector to ring theirs.""",
            ),
            entry(
                "2025-04-30 10:30",
                "strategy_minutes",
                "social_work_team_manager",
                """
Strategy meeting held 29/4 at 15:30 by phone. Threshold for s47 not met. Mum and Oona seen together at 13:00. Plan: dad not to leave Oona with anyone but family, school told, duty worker to ring weekly for a month. Police had no crime to record.""",
            ),
        ],
        referrals=(referral("children_social_care", "2025-04-29 07:05", "11844-A", "Safety plan"),),
        meetings=(meeting("strategy_meeting", "2025-04-29 15:30"),),
        attendances=(
            attended(
                "2025-04-28 18:20", "2025-04-29 06:10", "2025-04-29 06:35", "Request from another force", video=True
            ),
        ),
        police_protection=_protection(
            "2025-04-29 06:48", "2025-04-29 12:40", "2025-04-29 06:55", "Police station, then mother"
        ),
        intent="prompt-deployment:n",
    ),
]
