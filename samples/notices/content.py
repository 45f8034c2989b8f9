"""The ten notices: what each says, on which form, and what its author intends every criterion to come to."""

from __future__ import annotations

from dataclasses import dataclass, field

CRITERIA = (
    "ethnicity-recorded",
    "disability-recorded",
    "disability-consistent",
    "no-victim-blaming-language",
    "voice-of-child-recorded",
    "demeanour-recorded",
    "appearance-recorded",
    "living-conditions-recorded",
    "threshold-applied",
    "voice-in-notice",
    "notice-reviewed-by-hub",
)
OUTCOMES = {"M": "met", "P": "partly_met", "N": "not_met", "-": "not_applicable", "?": "cannot_assess"}


@dataclass(frozen=True)
class Child:
    """A child as the form has it; an empty text is an empty box."""

    name: str
    born: str
    age: int
    gender: str
    ethnicity: str = ""
    disability: str = ""
    detail: str = ""
    spoken_to: str = ""


@dataclass(frozen=True)
class Notice:
    """A notice. `intent` has a letter for each criterion, in their order: M, P, N, -, ? (see OUTCOMES)."""

    ref: str
    form: str
    submitted: str
    children: tuple[Child, ...]
    intent: str
    checked: str = ""
    grade: str = ""
    happened: str = ""
    said: str = ""
    seemed: str = ""
    looked: str = ""
    home: str = ""
    decision: str = ""
    more: dict[str, str] = field(default_factory=dict)


NOTICES = (
    Notice(
        "PPN-25-4101",
        "docx-table",
        "02/05/2025 23:40",
        (Child("Ivo", "14/03/2016", 9, "Male", "W1", "No", spoken_to="Yes"),),
        "MM-MMMMMMMM",
        checked="03/05/2025 09:10",
        grade="Medium",
        happened="Argument between parents; a neighbour rang. Father left before we came.",
        said="Ivo told me \u201cI put my headphones on when it starts\u201d.",
        seemed="Ivo was tearful and clung to his mother.",
        looked="Ivo was in clean pyjamas, with no visible injuries.",
        home="The house was warm and tidy. Ivo has his own bed and there was food in the fridge.",
        decision="Level 2 of the threshold document, because this is the first call here and mother has asked for help.",
    ),
    Notice(
        "PPN-25-4102",
        "docx-table",
        "04/05/2025 01:15",
        (Child("Tansy", "30/11/2010", 14, "Female", spoken_to="No"),),
        "NN-NNNNNPNP",
        checked="06/05/2025 11:30",
        grade="High",
        happened="Tansy was found in a car park with two men. She is putting herself at risk by meeting older males.",
    ),
    Notice(
        "PPN-25-4103",
        "docx-labels",
        "06/05/2025 16:20",
        (Child("Corin", "09/08/2017", 7, "Male", "B1", "Yes", "Autism", "Yes"),),
        "MMMMMMMN?MN",
        happened="Corin came into school late and without his coat. Corin is autistic and uses picture cards.\nHis teaching assistant sat with us.",
        said="Corin said \u201cI want the lights off at home\u201d.",
        seemed="Corin was rocking on his chair and covered his ears.",
        looked="Corin wore a clean school jumper and odd socks, no injuries seen.",
    ),
    Notice(
        "PPN-25-4104",
        "docx-labels",
        "09/05/2025 19:05",
        (Child("Merryn", "02/04/2024", 1, "Female", "NS", "No", spoken_to="No"),),
        "NM-MMMMMMMM",
        checked="12/05/2025 08:45",
        grade="Standard",
        happened="Called by the landlord. Mother was in with Merryn and was glad of the company.",
        seemed="The baby was alert, smiling and reaching for her grandmother.",
        looked="Merryn was clean and well nourished in a warm sleep suit.",
        home="The flat was cold with no heating. Merryn sleeps in a cot with clean blankets, and bottles were made up in the fridge.",
        decision="Level 3 of the threshold document, because this is the third notice in two months and the heating is still off.",
    ),
    Notice(
        "PPN-25-4105",
        "docx-ticks",
        "11/05/2025 14:50",
        (Child("Ansel", "21/01/2013", 12, "Male", "M1", "Not known", spoken_to="Yes"),),
        "MP?MNNNMPPM",
        checked="13/05/2025 10:00",
        grade="High",
        happened="Police called by the school nurse. Ansel has ADHD and had not had his tablets for a week.",
        said="Child spoken to, no concerns.",
        home="The kitchen floor was covered in dog mess. Ansel sleeps on a bare mattress and the cupboards had no food in them.",
    ),
    Notice(
        "PPN-25-4106",
        "docx-children",
        "14/05/2025 22:10",
        (
            Child("Hestia", "17/06/2014", 10, "Female", "W1", "No", spoken_to="Yes"),
            Child("Rufus", "05/12/2018", 6, "Male", "W1", "No", spoken_to="Yes"),
            Child("Ottilie", "28/02/2022", 3, "Female", "", "No", spoken_to="Yes"),
        ),
        "NM-MMMMMPMM",
        checked="15/05/2025 09:20",
        grade="Medium",
        happened="Mother\u2019s former partner came to the door and would not leave. Arrested for breach of an order.",
        said="Hestia said \u201cI rang you because Mum was frightened\u201d.\nRufus said \u201chis car was outside my school\u201d.\nOttilie said \u201cwant teddy\u201d.",
        seemed="Hestia was pale and shaking. Rufus was lively and asked about the radio. Ottilie was sleepy and cuddled into her sister.",
        looked="Hestia, Rufus and Ottilie were all in clean nightclothes with no injuries.",
        home="Each child has a bed with clean covers. The house was warm and there was food in the kitchen.",
    ),
    Notice(
        "PPN-25-4107",
        "pdf-lines",
        "16/05/2025 20:30",
        (Child("Dara", "19/09/2009", 15, "Female", "A2", "No", spoken_to="Yes"),),
        "MM-MMMNNMMM",
        checked="17/05/2025 12:15",
        grade="Medium",
        happened="Dara rang from a friend\u2019s address and asked not to be taken home tonight. Her aunt is on her way.",
        said="Dara told me \u201cI just want one night where nobody shouts\u201d.",
        seemed="Dara was calm at first, then cried when her phone rang.",
        decision="Level 3 of the threshold document, because this is the second time this month and she is afraid to go home.",
    ),
    Notice(
        "PPN-25-4108",
        "pdf-lines",
        "18/05/2025 03:05",
        (Child("Lowen", "07/02/2009", 16, "Male", "W9", "", spoken_to="Yes"),),
        "MN-NMMMNMMM",
        checked="19/05/2025 08:30",
        grade="High",
        happened="Lowen was stopped at the station after midnight. He makes poor choices and is streetwise.",
        said="Lowen said \u201cthey know where my nan lives\u201d.",
        seemed="Lowen was agitated and kept looking at the door.",
        looked="Lowen was thin, in new trainers, with a graze on his left hand.",
        decision="Threshold for section 47 met because adults have threatened his family over a debt.",
        more={
            "Hub comments": "Notice reviewed by the hub. Returned to the officer because the wording blames the child, please amend."
        },
    ),
    Notice(
        "PPN-25-4109",
        "pdf-table",
        "21/05/2025 18:00",
        (Child("Pasco", "23/10/2019", 5, "Male", "W1", "Yes", spoken_to="Yes"),),
        "MP-MMMMMPMN",
        grade="Medium",
        happened="Grandfather came to the front counter, worried about Pasco. We went to the address with him.",
        said="Pasco told me \u201cI want to live at Grandad\u2019s\u201d.",
        seemed="Pasco was chatty and giggling, then hid behind the sofa when his stepfather spoke.",
        looked="Pasco was small for his age, in a clean T-shirt, with an old bruise on his shin.",
        home="The house has two bedrooms, both clean, with toys, and there was food in the fridge.",
    ),
    Notice(
        "PPN-25-4110",
        "pdf-children",
        "27/05/2025 21:45",
        (
            Child("Senara", "11/07/2013", 11, "Female", "WBRI", "No", spoken_to="Yes"),
            Child("Jory", "03/05/2017", 8, "Male", "M2", "", spoken_to="No"),
        ),
        "MN-MMMMMMPM",
        checked="28/05/2025 13:40",
        grade="Standard",
        happened="Both children were at home with an uncle who had been drinking. Jory was asleep upstairs and was not woken.",
        said="Senara said \u201cI can look after us, I know what to do\u201d.",
        seemed="Senara was cheerful and showed us round.",
        looked="Senara was in her school uniform, clean, with no injuries seen.",
        home="The children share a bedroom with two beds. The house was clean and there was food in the fridge.",
        decision="Level 2 of the threshold document, because this is the first notice and mother came home at once.",
    ),
)
