"""Six domestic-abuse files: a notice in each, camera not used in two, children's demeanour and appearance missing in four."""

from __future__ import annotations

from content.shapes import (
    assessed,
    attended,
    case,
    child,
    entry,
    investigation,
    line,
    notice,
    officer,
    person,
    referral,
    reviews,
)

_HUB = "North Harm Reduction Hub"
_DA_TEAM = "Public Protection - Domestic Abuse"
_DETECTIVE = officer("detective_constable", "constable", _DA_TEAM, "PIP2", "DA")

CASES = [
    case(
        "MS25-002518",
        "domestic_abuse",
        "Assault by former husband, one child in the home",
        "2025-01-25 22:14",
        area="North",
        team=_HUB,
        oic=_DETECTIVE,
        closed="2025-03-03 15:10",
        outcome="charged",
        closure="Charged, trial date set",
        grade="medium",
        call="immediate",
        research="2025-01-25 22:21",
        children=[
            child(
                "2518-A",
                "Ffion",
                "2015-09-12",
                "F",
                "victim",
                "W1",
                None,
                observed="IC1",
                seen="2025-01-25 22:47",
                school="Primary, year 4",
            ),
        ],
        people=(
            person("2518-S", "G.T.", "suspect", 38, "M", "W1", contact=True),
            person("2518-P", "H.T.", "victim", 36, "F", "W1", contact=True),
        ),
        narrative=[
            entry(
                "2025-01-25 23:30",
                "log",
                "response_constable",
                """
22:47 on scene, door answered by IP (mum). AP (ex-husband, lives elsewhere) detained in the street by second unit and arrested for s.47 and criminal damage at 22:55. IP was shaking and tearful, redness to L forearm, photographed. BWV on from arrival to departure, both officers. IP and AP separated in November, he has the children's weekend times in a court order. Her daughter Ffion (9) had a neighbour sat with her who had come round. Spoke to Ffion with mum's agreement. She said "I heard the banging and I rang Nana on my tablet". Ffion said she wants to sleep in mum's bed tonight.""",
            ),
            entry(
                "2025-01-26 02:05",
                "ppn",
                "response_constable",
                """
PPN - reason: domestic abuse, child in the home.
What happened: AP came to the door uninvited, pushed his way in and took hold of IP's arm. Arrested.
Children: Ffion, 9, year 4.
Child asked: yes. Child says she rang Nana because she "didn't want mum to be on her own".
Hurt: she says not.
DASH: 9 yes answers, medium.
School to be told by hub via Encompass on Monday morning.
Warning marker: not applicable tonight, hub to consider.""",
            ),
            entry(
                "2025-01-27 08:40",
                "log",
                "hub_reviewer",
                """
Hub secondary review. Encompass went at 08:10 to the school, receipt seen. Referral shared with MASH yesterday at 10:15, Early Help outcome. Feedback to PC via their Sgt: good use of camera and Ffion's words are there, thank you, but how she seemed and how she presented are not on the form, and nor is anything about the home. Please look at the ARTHUR card.""",
            ),
            entry(
                "2025-02-28 14:10",
                "supervision",
                "detective_sergeant",
                """
28 day review. Charged 27/02, bail conditions not to go to the address or speak to IP. IDVA in place. All lines done: 999 call, neighbour's statement, footage exhibited. Ready to close once court date is confirmed.""",
            ),
        ],
        referrals=(
            referral("mash", "2025-01-26 10:15", "2518-A", "Early Help"),
            referral("operation_encompass", "2025-01-27 08:10", "2518-A", "Received by school"),
            referral("victim_support", "2025-01-26 10:20", None, "IDVA allocated"),
        ),
        assessments=(assessed("dash", "medium", "2025-01-25 23:05", "2025-01-25 23:25", "2025-01-27 08:30"),),
        notices=(notice("PPN-25-0611", "2025-01-26 02:05", ["2518-A"], "2025-01-26 05:40"),),
        reviewed=reviews("2025-01-26", "6 33"),
        attendances=(
            attended("2025-01-25 22:14", "2025-01-25 22:19", "2025-01-25 22:47", "Assault in progress", video=True),
        ),
        investigation=investigation(
            _DA_TEAM,
            "detective_constable",
            "2025-01-26 11:00",
            plan="2025-01-26 11:30",
            seen="2025-01-25 22:47",
            needs="2025-01-28 13:00",
            arrest="2025-01-25 22:55",
            lines=(line("Emergency call recording"), line("Neighbour's statement"), line("Body-worn footage")),
        ),
        intent="disability-recorded:n voice-of-child-recorded:p demeanour-recorded:n appearance-recorded:n "
        "inspector-review-56-days:a lines-of-enquiry-complete:m",
    ),
    case(
        "MS25-004207",
        "domestic_abuse",
        "Threats and damage to phone, two children in the home",
        "2025-02-11 18:30",
        area="South",
        team="South Harm Reduction Hub",
        oic=officer("detective_constable", "constable", _DA_TEAM, "PIP2", "DA"),
        closed="2025-04-02 12:00",
        outcome="conditional caution",
        closure="Conditional caution with referral to perpetrator programme",
        grade="standard",
        research="2025-02-11 18:41",
        children=[
            child(
                "4207-A",
                "Jesse",
                "2011-06-30",
                "M",
                "victim",
                None,
                None,
                seen="2025-02-11 19:20",
                school="Secondary, year 8",
            ),
            child(
                "4207-B",
                "Pip",
                "2018-10-04",
                "F",
                "victim",
                "WBRI",
                "",
                aka=("Philippa",),
                seen="2025-02-11 19:20",
                school="Primary, year 2",
            ),
        ],
        people=(
            person("4207-S", "R.L.", "suspect", 41, "M", "WBRI", contact=True),
            person("4207-P", "C.L.", "victim", 40, "F", "WBRI", contact=True),
        ),
        narrative=[
            entry(
                "2025-02-11 21:10",
                "log",
                "response_constable",
                """
ATTENDED WITH PC 3307 ARR 1920. CAMERAS NOT USED, BOTH ON CHARGE AT STATION. IP SAYS HUSBAND HAS THREATENED TO BURN HER CAR AND THREW HER PHONE AT THE WALL. HE ACCEPTS THROWING PHONE. ARRESTED 1934 THREATS AND CRIM DAMAGE, NO TROUBLE. JESSE 13 SAID "DAD STARTS WHEN HE'S HAD A BAD DAY AND WE ALL GO QUIET". PIP 6 SAID "I PUT MY PUPPY UNDER MY BED SO HE WOULDN'T BE SHOUTED AT". BOTH ASKED IF THEY WERE OK AND IF ANYONE HAD HURT THEM AND BOTH SAID NO.""",
            ),
            entry(
                "2025-02-11 22:45",
                "ppn",
                "response_constable",
                """
Two children of the family, both in when this happened. Jesse told me he would like his dad to get some help. Pip said she doesn't like loud noises. Neither has been hurt. Wider family: grandmother near by and supportive, will have both kids tomorrow after school. No other agencies open to the family at present. Mum agrees to information being shared.""",
            ),
            entry(
                "2025-02-12 09:15",
                "supervision",
                "response_sergeant",
                """
PPN read and approved. PC spoken to about camera: the reason given (charging) does not hold, spare units were on the rack. Learning recorded. DASH standard, I agree. Encompass for both schools went at 08:20 from the hub. Please note children's wishes are here and that is good to see.""",
            ),
        ],
        referrals=(
            referral("operation_encompass", "2025-02-12 08:20", "4207-A", "Received by school"),
            referral("operation_encompass", "2025-02-12 08:20", "4207-B", "Received by school"),
            referral("mash", "2025-02-12 10:00", "4207-A", "No further action, advice to school"),
            referral("mash", "2025-02-12 10:00", "4207-B", "No further action, advice to school"),
        ),
        assessments=(assessed("dash", "standard", "2025-02-11 19:50", "2025-02-11 20:15", "2025-02-12 10:30"),),
        notices=(notice("PPN-25-1033", "2025-02-11 22:45", ["4207-A", "4207-B"], "2025-02-12 09:15"),),
        reviewed=reviews("2025-02-12", "7 34"),
        attendances=(
            attended("2025-02-11 18:30", "2025-02-11 18:52", "2025-02-11 19:20", "Threats to damage", video=False),
        ),
        investigation=investigation(
            _DA_TEAM,
            "detective_constable",
            "2025-02-12 08:00",
            plan="2025-02-12 08:45",
            seen="2025-02-11 19:20",
            needs="2025-02-14 16:30",
            arrest="2025-02-11 19:34",
            lines=(line("Interview of suspect"), line("Photographs of damaged handset")),
        ),
        intent="ethnicity-recorded:n disability-recorded:n voice-of-child-recorded:p demeanour-recorded:n "
        "appearance-recorded:n body-worn-video-used:n inspector-review-56-days:a lines-of-enquiry-complete:m",
    ),
    case(
        "MS25-006103",
        "domestic_abuse",
        "Non-fatal strangulation of mother, toddler in the flat",
        "2025-03-02 03:20",
        area="Central",
        team="Central Harm Reduction Hub",
        oic=officer("detective_constable", "constable", _DA_TEAM, "PIP2", "DA", "SCAIDP"),
        grade="high",
        call="immediate",
        research="2025-03-02 03:24",
        children=[
            child(
                "6103-A",
                "Idris",
                "2023-07-28",
                "M",
                "victim",
                "B2",
                "No",
                observed="IC3",
                sen="N",
                seen="2025-03-02 03:41",
                spoken_to=False,
            ),
        ],
        people=(
            person("6103-S", "N.A.", "suspect", 29, "M", "B2", contact=True),
            person("6103-P", "F.O.", "victim", 27, "F", "B2", contact=True),
        ),
        narrative=[
            entry(
                "2025-03-02 05:50",
                "log",
                "response_constable",
                """
Silent 999 then sounds of a struggle. Arrived 0341. AP let us in and was arrested in the doorway at 0344 for non-fatal strangulation. IP has marks to her neck, seen by ambulance, went to A&E with her sister. BWV running throughout and saved as evidential. Idris is 19 months so I could not ask him anything. He was wide awake, clinging to his aunt's coat and he startled each time the radio went. Idris was in a clean sleepsuit and dry nappy, a good weight for his age, no marks seen when his aunt changed him.""",
            ),
            entry(
                "2025-03-02 07:05",
                "ppn",
                "response_constable",
                """
Child: Idris, 19/12. Pre-verbal. When mum came back from triage he held up both arms and laughed, then fell quiet and stared at the front door. Hands, face and scalp clean, hair freshly plaited, well nourished. DASH 16 ticks HIGH, MARAC referral made. Mum will stay with her sister tonight and the address is known to us. No school-aged children so Encompass does not arise. Marker requested for AP.""",
            ),
            entry(
                "2025-03-26 15:00",
                "strategy_minutes",
                "marac_coordinator",
                """
MARAC heard 26/03. Actions for police: panic alarm fitted (done 12/03), bail variation opposed. Health visitor to see Idris weekly. Mum in a relationship with AP for four years, no earlier reports by her to any force. Suspect is manipulative and has sent messages through his cousins, OIC to add witness intimidation to the file. Housing have agreed a move.""",
            ),
            entry(
                "2025-04-26 11:40",
                "supervision",
                "detective_inspector",
                """
56 day DI review. Good pace. CPS charging decision awaited, full file in. Medical statement back. One line left: third party material from the hospital. Next review no later than 24 May.""",
            ),
        ],
        referrals=(
            referral("children_social_care", "2025-03-02 07:30", "6103-A", "Child and family assessment"),
            referral("marac", "2025-03-03 09:00", None, "Heard 26 March"),
        ),
        assessments=(assessed("dash", "high", "2025-03-02 04:20", "2025-03-02 06:40", "2025-03-02 14:00"),),
        notices=(notice("PPN-25-1677", "2025-03-02 07:05", ["6103-A"], "2025-03-02 08:15"),),
        reviewed=reviews("2025-03-02", "5 32 55i 80", "detective_sergeant"),
        attendances=(
            attended(
                "2025-03-02 03:20", "2025-03-02 03:23", "2025-03-02 03:41", "Silent call, struggle heard", video=True
            ),
        ),
        investigation=investigation(
            _DA_TEAM,
            "detective_constable",
            "2025-03-02 09:30",
            plan="2025-03-02 10:30",
            seen="2025-03-02 03:41",
            needs="2025-03-04 11:00",
            arrest="2025-03-02 03:44",
            lines=(line("Medical statement"), line("Hospital third-party material", "open")),
        ),
        intent="operation-encompass-notified:a operation-encompass-before-next-school-day:a",
    ),
    case(
        "MS25-007855",
        "domestic_abuse",
        "Stalking of mother by former partner, teenage son at home",
        "2025-03-19 21:05",
        area="North",
        team=_HUB,
        oic=officer("detective_constable", "constable", _DA_TEAM, "PIP2"),
        closed="2025-05-12 10:20",
        outcome="stalking protection order",
        closure="Order granted, no charge",
        grade="medium",
        research="2025-03-19 21:30",
        children=[
            child(
                "7855-A",
                "Zayn",
                "2009-11-02",
                "M",
                "victim",
                "A2",
                "-",
                observed="IC4",
                seen="2025-03-19 22:02",
                language="Urdu",
                school="Academy, year 10",
            ),
        ],
        people=(
            person("7855-S", "I.M.", "suspect", 44, "M", "A2", contact=False),
            person("7855-P", "S.B.", "victim", 39, "F", "A2", contact=True),
        ),
        narrative=[
            entry(
                "2025-03-19 23:20",
                "dash",
                "response_constable",
                """
Qs completed with IP through a telephone interpreter. 11 yes. IP frightened of what he will do next; he has followed her from work on five days out of the last eight. He has never lived here and has no children. IP tearful at Q5 and asked for a break. BWV used for IP's first account (exhibit PC/1). AP traced to his brother's and arrested 23:05 for stalking.
Young person in home: Zayn, 15, was asked how things are. He said "I walk her to the bus now, it's easier than worrying about it in maths". He also said he'd like somebody at school to know.""",
            ),
            entry(
                "2025-03-20 06:30",
                "ppn",
                "response_constable",
                """
Submitted for Zayn, son of IP. See DASH. He has seen AP's car twice outside the academy and wrote the times down for me. Asked whether he feels safe; he told me "mostly, when the door's locked". No health worries raised by mum. Interpreter not needed for Zayn.""",
            ),
            entry(
                "2025-03-20 11:45",
                "log",
                "hub_reviewer",
                """
Secondary review. Encompass sent late this morning, 11:30, as the overnight list wasn't picked up. School rang back straight away and the head of year will see Zayn this pm. Referral to MASH not needed in my view as the threshold for Early Help is met and school lead it; shared for information only. Grade stays medium.""",
            ),
            entry(
                "2025-03-29 09:00",
                "supervision",
                "sergeant",
                """
First review, two days over, my fault - leave. Priorities: work CCTV, ANPR for the black saloon. OIC to keep IP updated on Fridays. Victim needs assessment has not been done for Zayn, please see to this.""",
            ),
        ],
        referrals=(referral("operation_encompass", "2025-03-20 11:30", "7855-A", "Received by school"),),
        assessments=(assessed("dash", "medium", "2025-03-19 22:15", "2025-03-19 23:20", "2025-03-20 11:45"),),
        notices=(notice("PPN-25-2210", "2025-03-20 06:30", ["7855-A"], "2025-03-20 07:10"),),
        reviewed=reviews("2025-03-20", "9 36"),
        attendances=(attended("2025-03-19 21:05", "2025-03-19 21:40", "2025-03-19 22:02", "Stalking", video=True),),
        investigation=investigation(
            _DA_TEAM,
            "detective_constable",
            "2025-03-20 09:00",
            plan="2025-03-20 14:00",
            seen="2025-03-19 22:02",
            needs=None,
            arrest="2025-03-19 23:05",
            lines=(line("Workplace CCTV"), line("Vehicle enquiries on the black saloon", "not_pursued")),
        ),
        intent="disability-recorded:n voice-of-child-recorded:p demeanour-recorded:n appearance-recorded:n "
        "operation-encompass-before-next-school-day:p suspect-with-child-contact-no-action:a "
        "supervisor-review-7-days:n inspector-review-56-days:a lines-of-enquiry-complete:n victim-needs-assessment:n",
    ),
    case(
        "MS25-010019",
        "domestic_abuse",
        "Assault of mother by her husband, three children in the home",
        "2025-04-10 17:45",
        area="South",
        team="South Harm Reduction Hub",
        oic=officer("detective_constable", "constable", _DA_TEAM, "PIP2", "DA"),
        grade="high",
        call="immediate",
        research="2025-04-10 17:52",
        children=[
            child(
                "10019-A",
                "Marnie",
                "2010-12-01",
                "F",
                "victim",
                "NS",
                "No",
                seen="2025-04-10 18:05",
                school="High school, year 9",
            ),
            child(
                "10019-B",
                "Corey",
                "2013-09-17",
                "M",
                "victim",
                "W1",
                "No",
                observed="IC1",
                seen="2025-04-10 18:05",
                school="High school, year 7",
            ),
            child(
                "10019-C",
                "Beau",
                "2017-08-08",
                "M",
                "victim",
                "W1",
                "No",
                observed="IC1",
                seen="2025-04-10 18:05",
                school="Primary, year 3",
            ),
        ],
        people=(
            person("10019-S", "K.W.", "suspect", 37, "M", "W1", contact=True),
            person("10019-P", "L.W.", "victim", 35, "F", "W1", contact=True),
        ),
        narrative=[
            entry(
                "2025-04-10 20:40",
                "log",
                "response_constable",
                """
Call from Marnie, 14, on her own phone: dad hitting mum. On scene 18:05. AP arrested s.47 18:09, taken to custody by van. No BWV, battery dead on arrival (mine) and the other officer was on traffic point.
- Marnie: "I rang because nobody else was going to."
- Corey: said "dad always says sorry after and buys us stuff".
- Beau: said "I counted the stairs until it stopped".
Asked all of them about school, meals, sleep - nothing raised.
Mum happy for us to share with school. She has been to her GP before about this.""",
            ),
            entry(
                "2025-04-10 23:15",
                "ppn",
                "response_constable",
                """
All three named above, one notice. Marnie wants updates herself because mum does not always tell her. Corey asked if he has to see dad at the weekend; I said no, bail will say so. Beau said he wants his nan. Mum does not want to go to a refuge, she has family in the next road. Children's aunt staying over.""",
            ),
            entry(
                "2025-04-11 10:10",
                "log",
                "hub_reviewer",
                """
Hub: high, MARAC referral done. Encompass sent for Marnie and for Corey at 08:30, same high school. Beau's primary has not been told under Encompass: wrong school on the system, right one since found but they break up at noon and the office line is engaged. AP bailed with conditions not to go within 100m of home.""",
            ),
            entry(
                "2025-04-17 09:20",
                "supervision",
                "sergeant",
                """
7 day review on day 6. AP answered bail. Next: GP records with mum's consent, statements from aunt and neighbour, Marnie's call recording. Body camera failings fed back to both officers' line manager.""",
            ),
        ],
        referrals=(
            referral("operation_encompass", "2025-04-11 08:30", "10019-A", "Received by school"),
            referral("operation_encompass", "2025-04-11 08:30", "10019-B", "Received by school"),
            referral("mash", "2025-04-11 09:30", "10019-A", "Child in need assessment"),
            referral("mash", "2025-04-11 09:30", "10019-B", "Child in need assessment"),
            referral("mash", "2025-04-11 09:30", "10019-C", "Child in need assessment"),
            referral("marac", "2025-04-11 09:45", None, "Listed"),
        ),
        assessments=(assessed("dash", "high", "2025-04-10 18:40", "2025-04-10 19:30", "2025-04-11 10:00"),),
        notices=(notice("PPN-25-2904", "2025-04-10 23:15", ["10019-A", "10019-B", "10019-C"], "2025-04-11 06:10"),),
        reviewed=reviews("2025-04-11", "6 33"),
        attendances=(
            attended("2025-04-10 17:45", "2025-04-10 17:47", "2025-04-10 18:05", "Assault in progress", video=False),
        ),
        investigation=investigation(
            _DA_TEAM,
            "detective_constable",
            "2025-04-11 08:15",
            plan="2025-04-11 09:00",
            seen="2025-04-10 18:05",
            needs="2025-04-14 12:00",
            arrest="2025-04-10 18:09",
            lines=(line("Statement of aunt"), line("Medical records", "open")),
        ),
        intent="ethnicity-recorded:n voice-of-child-recorded:p demeanour-recorded:n appearance-recorded:n "
        "body-worn-video-used:n operation-encompass-notified:p operation-encompass-before-next-school-day:n "
        "inspector-review-56-days:a",
    ),
    case(
        "MS25-012388",
        "domestic_abuse",
        "Coercive control and assault, two children in the home",
        "2025-05-03 23:40",
        area="Central",
        team="Central Harm Reduction Hub",
        oic=officer("detective_constable", "constable", _DA_TEAM, "PIP2", "DA"),
        grade="high",
        call="immediate",
        research="2025-05-03 23:46",
        children=[
            child(
                "12388-A",
                "Rory",
                "2016-07-19",
                "M",
                "victim",
                "MWBC",
                None,
                seen="2025-05-04 00:02",
                school="Primary, year 3",
            ),
            child(
                "12388-B",
                "Lux",
                "2020-02-11",
                "F",
                "victim",
                "M1",
                None,
                seen="2025-05-04 00:02",
                school="Primary, reception",
            ),
        ],
        people=(
            person("12388-S", "T.D.", "suspect", 34, "M", "B1", contact=True),
            person("12388-P", "E.H.", "victim", 31, "F", "W1", contact=True),
        ),
        narrative=[
            entry(
                "2025-05-04 03:30",
                "ppn",
                "response_constable",
                """
VOICE OF THE CHILD
Rory, 8: Rory said "he takes mum's keys so we can't go to Grandma's". Rory stood in front of his mum with his fists closed and would not sit down. Rory was in football pyjamas, clean, no injuries seen.
Lux, 5: Lux told me "my tummy goes funny when his car comes". Lux was quiet, sucking her thumb, and hid her face when I spoke. Lux was in a nightdress, hair brushed, small for her age, no injuries seen.
WHAT WE DID
AP arrested 00:11 for controlling or coercive behaviour and common assault. BWV used by all three officers. Mum and children to Grandma's.
DASH begun, mum exhausted so to be finished when she is rested.""",
            ),
            entry(
                "2025-05-06 08:30",
                "log",
                "hub_reviewer",
                """
Bank holiday weekend. School office open today, Encompass delivered 08:15 for both Rory and Lux before the bell. MASH referral for the pair went Sunday. DASH still not complete, OIC to revisit IP this afternoon; the high grade is on professional judgement. The home itself hasn't been described on the notice - asked the officer to add what was seen.""",
            ),
            entry(
                "2025-05-11 09:20",
                "supervision",
                "sergeant",
                """
Day 7. OIC has seen mum twice with the IDVA. Conditional bail in force. Grandma reports Rory is sleeping better. Plan: key and tenancy evidence from landlord, statement from Grandma, ABE not thought right for the children at this stage and will be kept under review with their social worker.""",
            ),
        ],
        referrals=(
            referral("mash", "2025-05-04 11:20", "12388-A", "Child and family assessment"),
            referral("mash", "2025-05-04 11:20", "12388-B", "Child and family assessment"),
            referral("operation_encompass", "2025-05-06 08:15", "12388-A", "Received by school"),
            referral("operation_encompass", "2025-05-06 08:15", "12388-B", "Received by school"),
        ),
        assessments=(assessed("dash", "high", "2025-05-04 01:00", None, "2025-05-06 08:30"),),
        notices=(notice("PPN-25-3480", "2025-05-04 03:30", ["12388-A", "12388-B"], "2025-05-04 06:00"),),
        reviewed=reviews("2025-05-04", "7"),
        attendances=(
            attended(
                "2025-05-03 23:40", "2025-05-03 23:43", "2025-05-04 00:02", "Assault, caller whispering", video=True
            ),
        ),
        investigation=investigation(
            _DA_TEAM,
            "detective_constable",
            "2025-05-04 09:45",
            plan="2025-05-04 10:15",
            seen="2025-05-04 00:02",
            arrest="2025-05-04 00:11",
            lines=(line("Landlord's statement", "open"), line("Statement of grandmother", "open")),
            without=("victim_needs_assessment_at",),
        ),
        intent="disability-recorded:n risk-assessment-completed:p supervisor-review-28-days:a inspector-review-56-days:a "
        "victim-needs-assessment:c",
    ),
]
