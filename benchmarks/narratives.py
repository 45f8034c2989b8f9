"""Synthetic narratives for the benchmarks: sentences of the shipped sample among ordinary log text, always the same."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "inspection-2025"
SIZE = 2000
"""Characters of one narrative."""
SHARES = {"sparse": 0.03, "typical": 0.18, "dense": 1.0}
"""How much of a narrative is the sample's, whose every second sentence says something that a check asks about."""

_ORDINARY = (
    "{t} hrs call received from {p} at {s} regarding a noise in the street.",
    "Unit {u} assigned at {t} and on route from {w}.",
    "{i} attended {s} at {t} with {i}.",
    "Door answered after some minutes.",
    "The front garden was overgrown and a bin had been pushed over.",
    "Parked two doors down and walked to the address.",
    "Keys for the side gate are kept by the {j} at number {n}.",
    "Vehicle {v} seen outside, no trace of a recent stop.",
    "Area search of {w} completed on foot, bus shelters and the car park included.",
    "CCTV enquiry left with the {j}, camera clock runs {n} minutes fast.",
    "Log {r} refers.",
    "Cross reference to log {r} and to the earlier call at {t}.",
    "A message was left on the landline and another left at {t}.",
    "Rang {p} again at {t}, answerphone.",
    "The {j} gave the extension {n} and an e-mail address.",
    "{p} is employed at {w} and finishes at {t}.",
    "There is a dog at the address, shut in the kitchen while we were there.",
    "Weather dry, street lights working.",
    "Bus {n} runs from {w} to the {w} every twenty minutes.",
    "The train from {w} was late and {p} missed the connection.",
    "Taxi ordered to {s}, driver shown the booking.",
    "Exhibit {x} placed in the property store, shelf {n}.",
    "Receipt given for {x}.",
    "Cordon lifted at {t} by the duty inspector.",
    "Shift handover to {i} at {t}.",
    "Next update due at {t}.",
    "Meal break taken {t}, back on area after.",
    "Diary slot found for Thursday at {t}.",
    "The lift was out of order, stairs used to floor {n}.",
    "Window on the landing was boarded from an older incident under {r}.",
    "Paint on the wall, small, already photographed by the council.",
    "Fire service also on scene for the alarm panel.",
    "Ambulance crew left at {t} with nothing further needed of us.",
    "The {j} would like a call on the landline before anybody comes.",
    "Address confirmed as {s}, flat {n}, intercom does not work.",
    "Postcode on the first log was wrong and has been put right.",
    "{p} had walked from {w} with a friend and stood by the bench.",
    "They had been to the chip shop on {s} and then to the bowling alley.",
    "The friend lives on {s} and was collected by an aunt at {t}.",
    "{p} had a rucksack, a blue jacket and grey trainers.",
    "A bicycle stood by the fence, make unknown, frame number not visible.",
    "Two cups and a plate stood on the worktop.",
    "Television on in the front room, curtains half drawn.",
    "The meter had run out and was topped up at the garage.",
    "The neighbour at number {n} heard footsteps about {t} and then a car.",
    "Nobody on {s} had seen the vehicle before.",
    "Statement paper handed over and a time agreed for Saturday.",
    "Printed copies are in the blue folder in the report room.",
    "Email sent to the {j} at {t}, reply awaited.",
    "The disc was booked in under {x} and the reference put on the sheet.",
    "Officers from the next beat had the same car stopped in {w} last month.",
    "Insurance and test both current on {v}.",
    "Tyre tracks in the verge, photographed.",
    "The shop closes at {t}, the manager is in from Monday.",
    "Snow on the pavement, no footprints towards the garages.",
    "{p} had lost a bank card and has rung the bank.",
    "Spare key returned to {p} at {t}.",
    "Corrected: the time above reads {t}.",
    "Duplicate of {r}, to be linked by the control room.",
    "Area car available from {t} if wanted.",
)
_SLOTS = {
    "p": [
        "Aneira",
        "Callow",
        "Dewi",
        "Edda",
        "Farrukh",
        "Gethin",
        "Hollis",
        "Imke",
        "Jory",
        "Kezia",
        "Lowri",
        "Merrin",
        "Nuala",
        "Orla",
        "Perran",
        "Rhodri",
    ],
    "s": [
        f"{name} Road"
        for name in ["Alder", "Birchen", "Cobble", "Dyer", "Elder", "Forge", "Granary", "Hazel", "Iron", "Juniper"]
    ]
    + [f"{name} Close" for name in ["Kestrel", "Linnet", "Magpie", "Nuthatch", "Osprey", "Plover"]],
    "w": [
        "library",
        "precinct",
        "bridge",
        "arcade",
        "market",
        "terminus",
        "quayside",
        "leisure-centre",
        "garage",
        "towpath",
    ],
    "j": ["caretaker", "receptionist", "shopkeeper", "librarian", "manager", "clerk", "driver", "warden", "cleaner"],
    "i": ["PC Marlow", "PC Tandy", "DC Orrin", "PS Quill", "PCSO Venn", "PC Sallow"],
}


def sample_texts() -> list[str]:
    """Return every narrative text of the shipped sample, in order."""
    texts: list[str] = []
    for name in ("case-files.jsonl", "incidents.jsonl"):
        for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines():
            texts.extend(str(entry["text"]) for entry in json.loads(line).get("narrative") or [] if entry.get("text"))
    return texts


def _sentences(text: str) -> list[str]:
    return [piece for piece in re.split(r"(?<=[.!?])\s+(?=[A-Z0-9\"'])|\n+", text) if piece.strip()]


def _ordinary(chance: random.Random) -> str:
    """Return one sentence of log text that no check asks about, filled in."""
    letters = "ABCDEFGHJKLMNPRSTUVWXY"
    filled = {name: chance.choice(words) for name, words in _SLOTS.items()}
    return chance.choice(_ORDINARY).format(
        t=f"{chance.randrange(24):02}{chance.randrange(60):02}",
        n=chance.randrange(2, 99),
        r=f"{chance.randrange(1, 2000)} of {chance.randrange(1, 29)}/{chance.randrange(1, 13):02}",
        u=f"{chance.choice(letters)}{chance.choice(letters)}{chance.randrange(10, 99)}",
        v=f"{chance.choice(letters)}{chance.choice(letters)}{chance.randrange(51, 75)} {chance.choice(letters)}XX",
        x=f"{chance.choice(letters)}{chance.choice(letters)}/{chance.randrange(1, 40)}",
        **filled,
    )


def narrative(chance: random.Random, sentences: list[str], share: float, size: int = SIZE) -> str:
    """Compose one narrative of about `size` characters; `share` of its sentences are the sample's."""
    pieces: list[str] = []
    length = 0
    while length < size:
        piece = chance.choice(sentences) if chance.random() < share else _ordinary(chance)
        pieces.append(piece)
        pieces.append("\n" if chance.random() < 0.15 else " ")  # noqa: PLR2004 - about every seventh sentence ends a line
        length += len(piece) + 1
    return "".join(pieces).strip()


def narratives(variant: str, count: int, *, seed: int = 1, size: int = SIZE) -> list[str]:
    """Return `count` narratives of about `size` characters, of the variant `sparse`, `typical` or `dense`."""
    sentences = [sentence for text in sample_texts() for sentence in _sentences(text)]
    chance = random.Random(f"{variant}-{seed}")  # noqa: S311 - nothing secret
    return [narrative(chance, sentences, SHARES[variant], size) for _ in range(count)]


def long_narrative(size: int, *, seed: int = 1) -> str:
    """Return one narrative of about `size` characters at the density of `typical`."""
    sentences = [sentence for text in sample_texts() for sentence in _sentences(text)]
    chance = random.Random(f"long-{seed}")  # noqa: S311 - nothing secret
    return narrative(chance, sentences, SHARES["typical"], size)
