"""Six online child-sexual-exploitation files, all given to response officers: no meeting, no referral, no research of identifiers."""

from __future__ import annotations

from content.shapes import (
    case,
    child,
    device,
    entry,
    flag,
    identifier,
    investigation,
    line,
    notice,
    officer,
    person,
    reviews,
)

_RESPONSE = officer("response_constable", "constable", "Response")

CASES = [
    case(
        "MS25-001466",
        "online_child_sexual_exploitation",
        "Girl threatened by an unknown person on a chat app",
        "2025-01-14 19:25",
        area="North",
        team="Response North B",
        oic=_RESPONSE,
        closed="2025-02-20 11:00",
        outcome="no suspect identified",
        closure="Filed, no suspect identified",
        grade="medium",
        call="scheduled",
        research="2025-01-14 20:50",
        children=[
            child(
                "1466-A",
                "Hattie",
                "2011-08-19",
                "F",
                "victim",
                None,
                None,
                seen="2025-01-19 16:10",
                school="Academy, year 8",
            ),
        ],
        people=(person("1466-P", "L.S.", "parent", 42, "F", "W1", contact=True),),
        narrative=[
            entry(
                "2025-01-14 19:40",
                "log",
                "call_handler",
                """
Mother states daughter Hattie 13 has been contacted by someone on a chat app who tricked her into giving a picture and now wants £200 or will post it to her school. Mum has got her phone. Advised not to pay, not to delete anything. Diary appointment made as no unit available and nobody in immediate danger. THRIVE completed, medium.""",
            ),
            entry(
                "2025-01-19 17:30",
                "crime_report",
                "response_constable",
                """
Seen today at home, five days after the call, diary car rescheduled twice. Hattie said "he was nice for two weeks and then it was like a different person". She cried when she talked about school finding out and kept her hood up. Reassured that she is not in any trouble. The user calls himself 'jay_09xo', mum has written it down. Money was asked for by a bank transfer to an account in a woman's name, sort code noted by mum. Phone not taken as Hattie needs it for the bus. The images of her are still on the handset. Advice booklet left.""",
            ),
            entry(
                "2025-02-18 14:05",
                "supervision",
                "response_sergeant",
                """
Sgt review. OIC reports that no suspect can be found. No research on username or account has been done. No contact made with children's services and there has been no strategy discussion. I am content to file at this stage, can be opened again with new info. OIC to update mum.""",
            ),
        ],
        reviewed=reviews("2025-01-15", "6 34"),
        investigation=investigation(
            "Response North B",
            "response_officer",
            "2025-01-15 08:00",
            seen="2025-01-19 16:10",
            needs=None,
            lines=(line("Username with the app", "open"), line("Receiving bank account", "not_pursued")),
            images=None,
            suspect=False,
            identifiers=(identifier("username", None), identifier("bank", None)),
            others=False,
        ),
        intent="ethnicity-recorded:n disability-recorded:n inspector-review-56-days:a lines-of-enquiry-complete:n "
        "victim-seen-promptly:n victim-needs-assessment:n",
    ),
    case(
        "MS25-003760",
        "online_child_sexual_exploitation",
        "Boy coerced through a gaming platform",
        "2025-02-06 16:40",
        area="Central",
        team="Response Central D",
        oic=_RESPONSE,
        grade="high",
        research="2025-02-06 17:05",
        children=[
            child(
                "3760-A",
                "Emlyn",
                "2012-03-30",
                "M",
                "victim",
                "White British",
                None,
                seen="2025-02-06 18:30",
                school="School with a resource base, year 8",
            ),
        ],
        people=(person("3760-P", "J.P.", "parent", 45, "F", "W1", contact=True),),
        narrative=[
            entry(
                "2025-02-06 20:15",
                "crime_report",
                "response_constable",
                """
Attended 1830. Emlyn is 12, he has autism and goes to the resource base at his school for most of the day; mum says he takes people at their word. Over three weeks an adult posing as a 14 yr old player got him to switch his camera on and then made threats. He did not put himself at risk; he was targeted. Emlyn said "I thought it was part of the quest, I did not want to break the rules". Sat with his back to me flicking a light switch on and off, spoke only when mum was in the room. Console and tablet seized, exhibits DC/1 and DC/2. The other player's tag and an e-mail address he used are written on the exhibit label.""",
            ),
            entry(
                "2025-02-18 11:20",
                "log",
                "response_constable",
                """
Exhibits booked to DFU, queue is long. Triage found stills of Emlyn on the tablet. I have not come across the image database before so have not sent anything to it, will ask around. Nothing done as yet with the e-mail address or tag. VNA completed with mum by phone. Emlyn won't be at home on Thursdays.""",
            ),
            entry(
                "2025-03-26 14:05",
                "supervision",
                "response_sergeant",
                """
Late review, I was off sick and this wasn't reallocated. No plan on file. OIC is a student officer and has had no input on this kind of offence. PPN was not put in. Whether the same player has been in touch with other children has not been asked.""",
            ),
        ],
        flags=(flag("child_sexual_exploitation", "3760-A", "2025-02-10 09:00", due="2025-08-10"),),
        reviewed=reviews("2025-02-07", "12 47"),
        investigation=investigation(
            "Response Central D",
            "response_officer",
            "2025-02-07 07:30",
            seen="2025-02-06 18:30",
            needs="2025-02-18 11:00",
            lines=(line("Player's tag with the platform", "open"), line("E-mail provider", "open")),
            devices=(device("2025-02-06 19:10"), device("2025-02-06 19:10")),
            images=True,
            suspect=False,
            identifiers=(identifier("username", None), identifier("email", None)),
            others=False,
        ),
        intent="disability-recorded:n disability-consistent:n warning-flag-on-child:m devices-secured:m "
        "supervisor-review-7-days:n supervisor-review-28-days:n inspector-review-56-days:n",
    ),
    case(
        "MS25-005587",
        "online_child_sexual_exploitation",
        "Girl pressed for pictures by a man on social media",
        "2025-02-24 08:55",
        area="South",
        team="Response South C",
        oic=_RESPONSE,
        closed="2025-03-28 09:30",
        outcome="no suspect identified",
        closure="Filed, no viable lines",
        grade="medium",
        call="scheduled",
        research="2025-02-24 10:30",
        children=[
            child(
                "5587-A",
                "Rosalind",
                "2009-12-08",
                "F",
                "victim",
                "Unknown",
                ".",
                aka=("Roz",),
                seen="2025-02-25 20:45",
                school="High school, year 10",
            ),
        ],
        people=(person("5587-P", "M.F.", "parent", 47, "M", None, contact=True),),
        narrative=[
            entry(
                "2025-02-25 22:10",
                "crime_report",
                "response_constable",
                """
Roz is 15. Report via school counsellor. A man of about 30 found her through a poetry page and asked for pictures over many weeks, then used the first one to get more. He gave an e-mail address for her to use. Seen at home w/ Dad, 20:45 this eve. Roz said "every time I said no he said he'd send it to my cousins". She was pale and tired looking, spoke very clearly and went back over the dates to get them right. Roz asked that her counsellor be kept up to date. Phone left with her.""",
            ),
            entry(
                "2025-03-05 09:20",
                "supervision",
                "response_sergeant",
                """
Review at day 8. E-mail address is an obvious line and hasn't been looked at. Please do so. No strategy meeting, no referral seen on the file. OIC on nights next week.""",
            ),
            entry(
                "2025-03-27 23:50",
                "crime_report",
                "response_constable",
                """
Update. Man has blocked Roz, she can't see his page any more. No further lines that I can see. Pictures not recovered. E-mail not researched. Dad told by phone that case will be filed and he was not happy.""",
            ),
        ],
        reviewed=reviews("2025-02-25", "8"),
        investigation=investigation(
            "Response South C",
            "response_officer",
            "2025-02-25 14:00",
            seen="2025-02-25 20:45",
            lines=(line("E-mail provider", "not_pursued"), line("School counsellor's statement", "open")),
            images=None,
            suspect=False,
            identifiers=(identifier("email", None),),
            others=False,
            without=("victim_needs_assessment_at",),
        ),
        intent="ethnicity-recorded:n disability-recorded:n supervisor-review-7-days:p supervisor-review-28-days:a "
        "inspector-review-56-days:a lines-of-enquiry-complete:n victim-seen-promptly:p victim-needs-assessment:c",
    ),
    case(
        "MS25-007018",
        "online_child_sexual_exploitation",
        "Girl extorted by a person on a video app",
        "2025-03-10 21:30",
        area="North",
        team="Response North C",
        oic=_RESPONSE,
        grade="high",
        research="2025-03-10 21:55",
        children=[
            child(
                "7018-A",
                "Shay",
                "2010-10-27",
                "F",
                "victim",
                "MWAS",
                "No",
                observed="IC4",
                sen="N",
                seen="2025-03-11 17:10",
                school="Academy, year 9",
            ),
        ],
        people=(person("7018-P", "P.R.", "parent", 44, "F", "A1", contact=True),),
        narrative=[
            entry(
                "2025-03-11 19:00",
                "crime_report",
                "response_constable",
                """
SHAY (14) SEEN WITH MUM. SHE HAS AN EHCP FOR A LEARNING DISABILITY AND HAS A READER AT SCHOOL. SUSPECT ON VIDEO APP RECORDED HER UNAWARES. HE HAS IMAGES OF HER AND DEMANDED GIFT CARDS. USERNAME AND A MOBILE NUMBER KNOWN. SHAY SAID "I DID WHAT HE TOLD ME BECAUSE HE KNEW WHERE I LIVE". SMILED WHEN THE DOG CAME IN, OTHERWISE VERY STILL AND GRIPPED HER MUM'S SLEEVE. I TOLD HER NONE OF THIS IS HER FAULT. HANDSET TO BE COLLECTED FROM DAD'S AT WEEKEND. IMAGES TO BE UPLOADED TO CAID WHEN WE HAVE THEM.""",
            ),
            entry(
                "2025-04-01 16:30",
                "log",
                "response_constable",
                """
Dad away, handset will be picked up on his return. Mobile number and username - not put through to anybody yet, I've no access to do the form and have e-mailed to find out who does. VNA done on 12/03. Mum says Shay is sleeping in with her.""",
            ),
            entry(
                "2025-04-15 14:05",
                "supervision",
                "response_sergeant",
                """
Reviewed at 35 days. OIC has asked for help and none has come: I've written to the exploitation DS for advice. There's been no meeting with partners and none of us has told social care. Other victims: not looked into.""",
            ),
            entry(
                "2025-05-07 11:40",
                "supervision",
                "detective_inspector",
                """
DI look, a day over. This file ought never to have sat on response. Ownership to be discussed at Friday's tasking. Not one of the two identifiers has been researched in two months.""",
            ),
        ],
        flags=(
            flag(
                "child_sexual_exploitation", "7018-A", "2024-09-02 10:00", due="2025-03-01", removed="2025-01-15 10:00"
            ),
        ),
        reviewed=reviews("2025-03-11", "7 35 57i"),
        investigation=investigation(
            "Response North C",
            "response_officer",
            "2025-03-11 07:15",
            seen="2025-03-11 17:10",
            needs="2025-03-12 18:00",
            lines=(line("Subscriber check on mobile", "open"), line("Username with the app", "open")),
            devices=(device(None),),
            images=None,
            suspect=False,
            identifiers=(identifier("username", None), identifier("phone", None)),
            others=False,
        ),
        intent="disability-consistent:n warning-flag-on-child:p flags-reviewed:m devices-secured:p images-on-caid:p "
        "inspector-review-56-days:p",
    ),
    case(
        "MS25-008691",
        "online_child_sexual_exploitation",
        "Boy of eleven approached through a drawing site",
        "2025-03-27 15:05",
        area="Central",
        team="Response Central B",
        oic=_RESPONSE,
        closed="2025-04-30 16:45",
        outcome="no suspect identified",
        closure="Filed at source",
        grade="standard",
        call="scheduled",
        research="2025-03-27 17:30",
        children=[
            child(
                "8691-A",
                "Tobin",
                "2013-05-05",
                "M",
                "victim",
                "",
                "No",
                sen="N",
                seen="2025-04-03 18:00",
                school="Primary, year 6",
            ),
        ],
        people=(person("8691-P", "S.G.", "carer", 61, "F", "W1", contact=True),),
        narrative=[
            entry(
                "2025-03-27 15:20",
                "log",
                "call_handler",
                """
Grandmother (legal guardian) rings about grandson Tobin, 11. An adult has been writing to him on a drawing site, asking his age and where he goes to school, and whether he can meet. She has kept the messages and has the username plus a phone number that was given to him. Appointment offered.""",
            ),
            entry(
                "2025-04-03 19:40",
                "crime_report",
                "response_constable",
                """
First visit was seven days on from report. Tobin told me "he said he was an artist and that I was better than anyone in my class". Tobin was cheerful, showed me his comics, then went quiet when I asked about meeting. No pictures were asked for or given. Nan has stopped the site on the tablet, which I have not taken. Nothing else to go on in my opinion, will file.""",
            ),
            entry(
                "2025-04-30 16:20",
                "crime_report",
                "response_constable",
                """
Closing entry. Phone number and username not researched. No other agency informed, and no meeting of agencies took place. Nobody has asked whether others in his class have been approached. Nan updated by voicemail.""",
            ),
        ],
        investigation=investigation(
            "Response Central B",
            "response_officer",
            "2025-03-28 06:45",
            seen="2025-04-03 18:00",
            needs=None,
            lines=(line("Subscriber check on number", "not_pursued"), line("Site's abuse desk", "not_pursued")),
            suspect=False,
            identifiers=(identifier("username", None), identifier("phone", None)),
            others=False,
        ),
        intent="ethnicity-recorded:n images-on-caid:a supervisor-review-7-days:n supervisor-review-28-days:a "
        "inspector-review-56-days:a lines-of-enquiry-complete:n victim-seen-promptly:n victim-needs-assessment:n",
    ),
    case(
        "MS25-011207",
        "online_child_sexual_exploitation",
        "Boy blackmailed over pictures, phone in police hands",
        "2025-04-22 18:50",
        area="South",
        team="Response South D",
        oic=_RESPONSE,
        grade="high",
        research="2025-04-22 19:15",
        children=[
            child(
                "11207-A",
                "Ravi",
                "2008-07-14",
                "M",
                "victim",
                "A1",
                None,
                observed="IC4",
                seen="2025-04-24 15:40",
                school="Sixth form",
            ),
        ],
        people=(person("11207-P", "D.M.", "parent", 49, "M", "A1", contact=True),),
        narrative=[
            entry(
                "2025-04-24 17:25",
                "crime_report",
                "response_constable",
                """
Ravi, 16, came in with his father. Forty five hours since he rang, he was given a slot for today. A group got him to share a picture through a fake profile then demanded money; £60 of his wages has gone to a bank account he can name. He also has the profile's username. Ravi said "I thought my life was over, I nearly didn't tell anyone". Shaking at first, made good eye contact by the end and shook my hand. Dyslexia, so I read the statement through to him twice. Phone seized RS/1.""",
            ),
            entry(
                "2025-04-28 09:20",
                "supervision",
                "response_sergeant",
                """
Sgt, day 5. Welfare first: what Ravi said about his life is in bold above. OIC has rung him each day and GP has seen him. Next: bank, username. These have yet to be started. VNA to be done this week.""",
            ),
            entry(
                "2025-05-13 12:05",
                "log",
                "response_constable",
                """
DFU returned download. Images have been uploaded to CAID by the digital media investigator, ref on exhibit sheet. Ravi told and was glad. Bank account and username still to be researched, no request has gone in. No professionals' meeting held and children's services aren't aware. I hadn't thought about other boys the same group may be writing to.""",
            ),
        ],
        notices=(notice("PPN-25-3266", "2025-04-24 19:10", ["11207-A"], "2025-04-25 07:40"),),
        reviewed=reviews("2025-04-23", "5"),
        investigation=investigation(
            "Response South D",
            "response_officer",
            "2025-04-23 07:00",
            seen="2025-04-24 15:40",
            needs=None,
            lines=(line("Receiving bank account", "open"), line("Profile with the platform", "open")),
            devices=(device("2025-04-24 16:30", "2025-05-12 10:00"),),
            images=True,
            caid="2025-05-13 11:30",
            suspect=False,
            identifiers=(identifier("bank", None), identifier("username", None)),
            others=False,
        ),
        intent="disability-recorded:n disability-consistent:n devices-secured:m images-on-caid:m "
        "supervisor-review-28-days:a inspector-review-56-days:a victim-seen-promptly:p victim-needs-assessment:p",
    ),
]
