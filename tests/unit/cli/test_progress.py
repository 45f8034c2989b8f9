"""How far a run is and how long it will take, as a person and a log are told."""

from __future__ import annotations

import pytest

from caseaudit.cli.progress import Pace, counting, in_words


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_rate_and_time_left_follow_how_much_of_the_input_went_by() -> None:
    clock, done = Clock(), [0.0]
    pace = Pace(lambda: done[0], clock)
    assert pace.line() == "0 records"
    for _ in range(3_000):
        pace.count()
    clock.now += 60
    done[0] = 0.25
    assert pace.line() == "3,000 records, 50 a second, about 3 min left"


def test_records_of_an_interrupted_run_say_nothing_of_the_speed() -> None:
    clock, done = Clock(), [0.5]
    pace = Pace(lambda: done[0], clock)
    clock.now += 5
    for _ in range(1_000):
        pace.count(before=True)
    assert pace.line() == "1,000 records"
    for _ in range(10):
        pace.count()
    clock.now += 100
    done[0] = 0.75
    assert pace.line() == "1,010 records, 6 a minute, about 2 min left"


def test_without_a_size_no_time_is_promised() -> None:
    clock = Clock()
    pace = Pace(lambda: None, clock)
    pace.count()
    clock.now += 1
    assert pace.line() == "1 record, 1 a second"


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "1 s"), (59, "59 s"), (61, "1 min"), (3_599, "1 h 0 min"), (7_500, "2 h 5 min")]
)
def test_times_in_words(seconds: float, said: str) -> None:
    assert in_words(seconds) == said


def test_a_log_gets_a_line_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with counting(lambda: 0.5, quiet=False, clock=clock) as count:
        for _ in range(5):
            count()
            clock.now += 25
    err = capsys.readouterr().err
    assert err.splitlines() == [
        "caseaudit: 4 records, 3 a minute, about 1 min left",
    ]


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with counting(lambda: 0.5, quiet=True) as count:
        count()
        count(before=True)
    assert capsys.readouterr().err == ""
