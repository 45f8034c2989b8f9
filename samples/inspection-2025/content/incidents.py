"""Ten incidents closed as concern for safety. In two nobody knew where the child was: they were missing children."""

from __future__ import annotations

from content.shapes import Record, at, attended, case, child, entry, officer, person, referral

_OIC = officer("response_constable", "constable", "Response")


def _record(reported: str, deployed: str | None, located: str, *, known: bool) -> Record:
    return {
        "recorded_as": "concern_for_safety",
        "whereabouts_known": known,
        "risk_grade": None,
        "reported_at": at(reported),
        "deployed_at": at(deployed),
        "located_at": at(located),
        "prevention_interview_at": None,
        "return_interview_offered_at": None,
        "philomena_used": False,
        "system_ref": None,
        "previous_episodes": [],
    }


CASES = [
    case(
        "INC-250112-0391",
        "concern_for_safety",
        "Ten-year-old heard crying in a garden",
        "2025-01-12 17:20",
        area="North",
        team="Response North C",
        oic=_OIC,
        closed="2025-01-12 19:00",
        outcome="safe and well",
        closure="Concern for safety",
        children=[
            child(
                "I01-A",
                "Bryony",
                "2014-05-16",
                "F",
                "subject",
                "W1",
                "No",
                observed="IC1",
                sen="N",
                seen="2025-01-12 17:52",
                school="Primary, year 5",
            )
        ],
        people=(person("I01-P", "A.S.", "parent", 39, "F", "W1", contact=True),),
        narrative=[
            entry(
                "2025-01-12 17:24",
                "log",
                "call_handler",
                "Caller can hear a child crying in the garden of the end terrace and can see her over the fence. Knows the family, no cars on the drive.",
            ),
            entry(
                "2025-01-12 18:35",
                "log",
                "response_constable",
                """
1752 with family. Bryony (10) said "Pepper got run over and I was burying him". She was sobbing over the rabbit, then let me help with the stones. Muddy wellies, warm coat. Mum had been indoors the whole time, home warm and neat, tea on the table, Bryony's room full of her drawings. No more needed.""",
            ),
        ],
        attendances=(attended("2025-01-12 17:20", "2025-01-12 17:40", "2025-01-12 17:52", "Child crying", video=True),),
        missing=_record("2025-01-12 17:20", "2025-01-12 17:40", "2025-01-12 17:52", known=True),
    ),
    case(
        "INC-250127-0822",
        "concern_for_safety",
        "Thirteen-year-old not at school and not at home",
        "2025-01-27 15:40",
        area="Central",
        team="Response Central A",
        oic=_OIC,
        closed="2025-01-28 02:30",
        outcome="safe and well",
        closure="Concern for safety",
        children=[
            child(
                "I02-A",
                "Kestrel",
                "2011-03-09",
                "F",
                "subject",
                None,
                None,
                seen="2025-01-28 01:55",
                school="Academy, year 8",
            )
        ],
        people=(person("I02-P", "L.T.", "parent", 34, "F", None, contact=True),),
        narrative=[
            entry(
                "2025-01-27 15:52",
                "log",
                "call_handler",
                """
Mum reports daughter Kestrel 13 never got to school this morning and hasn't come home. Phone off. Mum has no idea where she is. Opened as concern for safety, address check to be resourced.""",
            ),
            entry(
                "2025-01-27 21:15",
                "log",
                "dispatcher",
                "No unit as yet. Mum has rung again, still no word, whereabouts not known. Remains concern for safety per duty Sgt.",
            ),
            entry(
                "2025-01-28 02:20",
                "log",
                "response_constable",
                """
Mum rang, Kestrel back 0140. Seen 0155. Kestrel said "I went on the train as far as it goes". Shivering and tired, would not sit down. Kestrel was in a crumpled school shirt, blazer gone, no injuries. Kitchen and bedroom tidy, bed turned down for her, soup on the stove. Closed as concern for safety as she's home.""",
            ),
        ],
        attendances=(attended("2025-01-27 15:40", "2025-01-28 01:45", "2025-01-28 01:55", "Not home from school"),),
        missing=_record("2025-01-27 15:40", "2025-01-28 01:45", "2025-01-28 01:40", known=False),
        intent="ethnicity-recorded:n disability-recorded:n missing-recorded-correctly:n",
    ),
    case(
        "INC-250206-0114",
        "concern_for_safety",
        "Father did not bring a six-year-old back on time",
        "2025-02-06 19:05",
        area="South",
        team="Response South B",
        oic=_OIC,
        closed="2025-02-06 21:10",
        outcome="safe and well",
        closure="Concern for safety",
        children=[
            child(
                "I03-A",
                "Ambrose",
                "2018-09-25",
                "M",
                "subject",
                "MWAS",
                "No",
                observed="IC4",
                sen="N",
                seen="2025-02-06 20:10",
                school="Primary, year 2",
            )
        ],
        people=(person("I03-P", "D.K.", "parent", 36, "M", "A1", contact=True),),
        narrative=[
            entry(
                "2025-02-06 19:12",
                "log",
                "call_handler",
                "Mum says Ambrose, 6, should be back from his dad's at six. Dad answers the phone and gives the flat as where they are; car has a flat tyre. Mum would like him seen.",
            ),
            entry(
                "2025-02-06 20:45",
                "log",
                "response_constable",
                """
Seen at Dad's flat 2010. Ambrose told me "the wheel went psssh and Daddy said a rude word". Giggling, showed me all his dinosaurs. Clean pyjamas, rosy, no marks. Flat small and tidy, sofa bed made up for Ambrose with his own blanket, fish fingers on a plate. Rang mum from there, Ambrose spoke with her.""",
            ),
        ],
        attendances=(attended("2025-02-06 19:05", "2025-02-06 19:50", "2025-02-06 20:10", "Child not returned"),),
        missing=_record("2025-02-06 19:05", "2025-02-06 19:50", "2025-02-06 19:12", known=True),
    ),
    case(
        "INC-250218-0560",
        "concern_for_safety",
        "Fifteen-year-old on a footbridge with a teacher beside her",
        "2025-02-18 12:35",
        area="North",
        team="Response North B",
        oic=_OIC,
        closed="2025-02-18 16:00",
        outcome="taken to hospital",
        closure="Concern for safety",
        call="immediate",
        children=[
            child(
                "I04-A",
                "Heledd",
                "2009-12-30",
                "F",
                "subject",
                "REFU",
                None,
                observed=None,
                seen="2025-02-18 12:44",
                school="High school, year 10",
            )
        ],
        people=(person("I04-P", "M.R.", "parent", 44, "F", "W1", contact=True),),
        narrative=[
            entry(
                "2025-02-18 12:37",
                "log",
                "call_handler",
                "Deputy head is on the footbridge by school holding Heledd's hand, Heledd 15. Other staff each end. Not over the rail.",
            ),
            entry(
                "2025-02-18 15:30",
                "log",
                "response_constable",
                """
Walked back to school with them 1250. Heledd said "I just couldn't do the next lesson". Grey, numb, answered in single words and held on to the deputy's arm. Heledd was in skirt and jumper, tidy, a plaster on her wrist. To hospital with mum, triage nurse has her. Home not visited today.""",
            ),
        ],
        referrals=(referral("health", "2025-02-18 13:00", "I04-A", "Assessed"),),
        attendances=(
            attended("2025-02-18 12:35", "2025-02-18 12:36", "2025-02-18 12:44", "Child on bridge", video=True),
        ),
        missing=_record("2025-02-18 12:35", "2025-02-18 12:36", "2025-02-18 12:37", known=True),
        intent="ethnicity-recorded:p disability-recorded:n living-conditions-recorded:n",
    ),
    case(
        "INC-250305-0077",
        "concern_for_safety",
        "Alarm raised by a school about an eight-year-old absent without a call",
        "2025-03-05 09:50",
        area="Central",
        team="Neighbourhood Central",
        oic=_OIC,
        closed="2025-03-05 11:30",
        outcome="safe and well",
        closure="Concern for safety",
        children=[
            child(
                "I05-A",
                "Caspian",
                "2016-10-08",
                "M",
                "subject",
                "BAFR",
                "Not known",
                observed="IC3",
                seen="2025-03-05 10:40",
                school="Primary, year 3",
            )
        ],
        people=(person("I05-P", "J.A.", "parent", 29, "F", "B2", contact=True),),
        narrative=[
            entry(
                "2025-03-05 11:15",
                "log",
                "pcso",
                """
School unable to raise mum about Caspian (8). Grandad on the contact list says he's in bed at home with a sick bug and mum's phone is broken. Went round 1040. Caspian said "I was sick on my homework". Drowsy but smiled at the radio. In his dressing gown, pale, bucket by him. Warm flat, clean sheets, drinks and toast on a tray. Mum will ring school from grandad's.""",
            ),
        ],
        attendances=(attended("2025-03-05 09:50", "2025-03-05 10:25", "2025-03-05 10:40", "Unexplained absence"),),
        missing=_record("2025-03-05 09:50", "2025-03-05 10:25", "2025-03-05 10:40", known=True),
        intent="disability-recorded:p",
    ),
    case(
        "INC-250316-0945",
        "concern_for_safety",
        "Two sisters waiting at a railway station",
        "2025-03-16 21:10",
        area="South",
        team="Response South D",
        oic=_OIC,
        closed="2025-03-16 23:40",
        outcome="collected by father",
        closure="Concern for safety",
        children=[
            child(
                "I06-A",
                "Elowen",
                "2012-01-20",
                "F",
                "subject",
                "W1",
                None,
                observed="IC1",
                seen="2025-03-16 21:35",
                school="High school, year 8",
            ),
            child(
                "I06-B",
                "Merryn",
                "2015-04-04",
                "F",
                "subject",
                "W1",
                None,
                observed="IC1",
                seen="2025-03-16 21:35",
                school="Primary, year 5",
            ),
        ],
        people=(person("I06-P", "P.H.", "parent", 43, "M", "W1", contact=True),),
        narrative=[
            entry(
                "2025-03-16 21:14",
                "log",
                "call_handler",
                "Station staff have two girls in the office whose connection was cancelled. Dad on the phone to them, an hour away.",
            ),
            entry(
                "2025-03-16 23:20",
                "log",
                "response_constable",
                """
With the girls 2135. Elowen (13) said "I kept hold of her hand the whole time". Elowen was calm and smiling. Elowen was in a duffel coat and clean jeans, looked well.
Merryn (9) said "the man gave us a Kit Kat". Merryn was excited, skipping about. Merryn was in a party dress and tights, clean.
Dad arrived 2255 in a state of relief. Home not visited, no reason to.""",
            ),
        ],
        attendances=(
            attended("2025-03-16 21:10", "2025-03-16 21:20", "2025-03-16 21:35", "Children at station", video=True),
        ),
        missing=_record("2025-03-16 21:10", "2025-03-16 21:20", "2025-03-16 21:14", known=True),
        intent="disability-recorded:n living-conditions-recorded:n",
    ),
    case(
        "INC-250329-0633",
        "concern_for_safety",
        "Sixteen-year-old not back at supported lodgings",
        "2025-03-29 23:15",
        area="North",
        team="Response North D",
        oic=_OIC,
        closed="2025-03-30 18:20",
        outcome="safe and well",
        closure="Concern for safety",
        children=[
            child(
                "I07-A",
                "Lorcan",
                "2008-08-22",
                "M",
                "subject",
                "W2",
                "No",
                observed="IC1",
                sen="N",
                seen="2025-03-30 17:40",
                looked_after=True,
                school="College",
            )
        ],
        people=(person("I07-P", "Lodgings host V.", "carer", 57, "F", "W1", contact=True),),
        narrative=[
            entry(
                "2025-03-29 23:22",
                "log",
                "call_handler",
                """
Host says Lorcan, 16, was due in by ten. She does not know where he is, phone is ringing out, his coat's here. Logged as a concern for safety. Host told to ring back if not in by morning.""",
            ),
            entry(
                "2025-03-30 09:00",
                "log",
                "dispatcher",
                "Host called, not in. His whereabouts still unknown. Incident to stay as is, day shift to try two addresses.",
            ),
            entry(
                "2025-03-30 18:10",
                "log",
                "response_constable",
                """
Lorcan at lodgings when we called 1740. Lorcan said "I was at the hospital with my mate, he broke his leg". Lorcan was quiet and apologetic, then laughing with the host. Yesterday's clothes, plaster dust on his sleeve, no injuries. Clean room of his own, key, heating on, cupboard of his own food. No further action, closed.""",
            ),
        ],
        attendances=(attended("2025-03-29 23:15", "2025-03-30 10:30", "2025-03-30 17:40", "Not back at lodgings"),),
        missing=_record("2025-03-29 23:15", "2025-03-30 10:30", "2025-03-30 17:20", known=False),
        intent="missing-recorded-correctly:n",
    ),
    case(
        "INC-250411-0288",
        "concern_for_safety",
        "Baby left with a grandmother who became ill",
        "2025-04-11 10:05",
        area="Central",
        team="Response Central D",
        oic=_OIC,
        closed="2025-04-11 13:30",
        outcome="safe and well",
        closure="Concern for safety",
        call="immediate",
        children=[
            child(
                "I08-A",
                "Thea",
                "2024-08-05",
                "F",
                "subject",
                None,
                "No",
                observed="IC1",
                sen="N",
                seen="2025-04-11 10:18",
                spoken_to=False,
                language=None,
            )
        ],
        people=(person("I08-P", "C.W.", "parent", 25, "F", "W1", contact=True),),
        narrative=[
            entry(
                "2025-04-11 12:50",
                "log",
                "response_constable",
                """
Ambulance asked for us: gran has had a fall at home and Thea, 8 months, is in the next room. On scene 1018. Thea was babbling and banging a spoon, quite content, reached up to be held. Clean vest and nappy, chubby, two new teeth. Bungalow spotless, travel cot with a fitted sheet, bottles made up, fireguard in place. Mum here from work by 1105. Gran to hospital, comfortable.""",
            ),
        ],
        attendances=(
            attended("2025-04-11 10:05", "2025-04-11 10:08", "2025-04-11 10:18", "Baby with ill adult", video=True),
        ),
        missing=_record("2025-04-11 10:05", "2025-04-11 10:08", "2025-04-11 10:05", known=True),
        intent="ethnicity-recorded:p",
    ),
    case(
        "INC-250426-0719",
        "concern_for_safety",
        "Shouting heard from a tent at a campsite",
        "2025-04-26 22:30",
        area="South",
        team="Response South A",
        oic=_OIC,
        closed="2025-04-27 00:20",
        outcome="safe and well",
        closure="Concern for safety",
        children=[
            child(
                "I09-A",
                "Rafe",
                "2016-12-11",
                "M",
                "subject",
                "W9",
                "No",
                observed="IC2",
                sen="N",
                seen="2025-04-26 23:05",
                school="Primary, year 3",
            )
        ],
        people=(person("I09-P", "Z.L.", "parent", 40, "M", "W9", contact=True),),
        narrative=[
            entry(
                "2025-04-26 22:36",
                "log",
                "call_handler",
                "Warden can hear a man shouting and thinks a boy is in the tent, pitch 9. He's outside it and will wait.",
            ),
            entry(
                "2025-04-27 00:10",
                "log",
                "response_constable",
                """
Dad and uncle had been cheering a match on a phone. Rafe, 8, was half asleep in his sleeping bag. Seen, spoken to, no concerns. VOC: N/A. Tent dry, air bed and two sleeping bags, cool box of food. Words of advice re noise.""",
            ),
        ],
        attendances=(attended("2025-04-26 22:30", "2025-04-26 22:45", "2025-04-26 23:05", "Shouting from tent"),),
        missing=_record("2025-04-26 22:30", "2025-04-26 22:45", "2025-04-26 22:36", known=True),
        intent="voice-of-child-recorded:n demeanour-recorded:n appearance-recorded:n",
    ),
    case(
        "INC-250512-0450",
        "concern_for_safety",
        "Message to a helpline from an eleven-year-old",
        "2025-05-12 16:55",
        area="North",
        team="Response North A",
        oic=_OIC,
        closed="2025-05-12 20:00",
        outcome="referred",
        closure="Concern for safety",
        call="immediate",
        children=[
            child(
                "I10-A",
                "Indigo",
                "2013-07-18",
                "M",
                "subject",
                "M9",
                None,
                seen="2025-05-12 17:20",
                school="Primary, year 6",
            )
        ],
        people=(person("I10-P", "B.F.", "parent", 37, "M", "M9", contact=True),),
        narrative=[
            entry(
                "2025-05-12 17:01",
                "log",
                "call_handler",
                "Helpline passing details of a webchat. Indigo, 11, is at home, gave his address and is still on the line with their counsellor.",
            ),
            entry(
                "2025-05-12 19:40",
                "log",
                "response_constable",
                """
1720 at house. Indigo said "Dad cries at night since Mum died and I don't know who to tell". Indigo talked easily out on the swings. Indigo was tearful when he spoke of her. Indigo had his T shirt on inside out, clean, looks well fed. Home clean, a little bare, own room with bunk bed, plenty in. Dad very open, he will take bereavement help for both of them. Referral to MASH made with consent 1905.""",
            ),
        ],
        referrals=(referral("mash", "2025-05-12 19:05", "I10-A", "Early Help"),),
        attendances=(
            attended("2025-05-12 16:55", "2025-05-12 17:05", "2025-05-12 17:20", "Helpline call", video=True),
        ),
        missing=_record("2025-05-12 16:55", "2025-05-12 17:05", "2025-05-12 17:01", known=True),
        intent="disability-recorded:n",
    ),
]
