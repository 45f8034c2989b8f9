"""The month's result: rates as the draw allows, what people decided, what changed, and what may leave the force."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from results_builder import a_case, a_criterion, a_finding, some_results, words_evidence

from caseaudit.domain.audit import LexiconUsed, MappingUsed, Results
from caseaudit.domain.manifest import EntryChanged
from caseaudit.domain.vocabulary import CaseType, Outcome
from caseaudit.engine.populations import Stratum, finite_wilson, stratified
from caseaudit.engine.statistics import wilson
from caseaudit.errors import UsageError
from caseaudit.reporting.csv_v1 import COLUMNS, write_csv
from caseaudit.reporting.html_style import css_text
from caseaudit.reporting.html_v1 import write_html
from caseaudit.reporting.markdown_v1 import write_markdown
from caseaudit.reporting.month import Month, make_month
from caseaudit.reporting.month_page import month_page
from caseaudit.reporting.rulings import day_words
from caseaudit.review.apply import with_decisions
from caseaudit.review.decisions import Decision, fingerprint, rubric_of

MET, PARTLY, NOT = Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET
NA = Outcome.NOT_APPLICABLE


def results_with(*outcomes: Outcome | None, types: list[CaseType] | None = None, **given: Any) -> Results:
    """One case an outcome, of one criterion; `criterion` gives the summary's own fields."""
    about = given.pop("criterion", {})
    kinds = types or [CaseType.MISSING] * len(outcomes)
    cases = [
        a_case(
            a_finding("asked", outcome, escalate=bool(about.get("escalate")) and outcome is NOT),
            case_id=f"C-{at}",
            case_type=kind,
        )
        for at, (outcome, kind) in enumerate(zip(outcomes, kinds, strict=True), 1)
    ]
    return some_results(*cases, criteria=[a_criterion("asked", cases, **about)], **given)


def decision(results: Results, person: Outcome, case: str = "C-1", **given: Any) -> Decision:
    machine = next(c for c in results.cases if c.case_id == case).findings[0].outcome
    told = {"auditor": "AB", "decided_on": date(2025, 6, 2), **given}
    if person is not machine:
        told.setdefault("reason", "the log says so")
    return Decision(fingerprint(results), rubric_of(results), case, "asked", None, machine, person, **told)


def month_of(results: Results, *decisions: Decision, **given: Any) -> Month:
    held = with_decisions(results, decisions) if decisions else results
    return make_month(held, marking="OFFICIAL-SENSITIVE", decisions=decisions, **given)


def html_of(month: Month) -> str:
    stream = StringIO()
    write_html(month_page(month), stream)
    return stream.getvalue()


def markdown_of(month: Month) -> str:
    stream = StringIO()
    write_markdown(month_page(month), stream)
    return stream.getvalue()


def csv_of(results: Results, *decisions: Decision) -> list[dict[str, str]]:
    stream = StringIO()
    held = with_decisions(results, decisions) if decisions else results
    write_csv(held, stream, marking="OFFICIAL-SENSITIVE", decisions=decisions)
    return list(csv.DictReader(StringIO(stream.getvalue().removeprefix("\ufeff"), newline="")))


def a_draw(**given: Any) -> dict[str, Any]:
    return {
        "draw": "d" * 16, "algorithm": "sha256", "method": "simple", "seed": "7", "by": [], "frame": {"cases": 40},
        "exclusions": [], "strata": [{"values": [], "frame": 40, "drawn": 10, "audited": 10, "weight": 4.0}],
        "audited": {"drawn": 10, "reserve": 0, "picked": 0, "in_no_draw": 0}, "picked": [], "describes": "frame",
        "why": "Every case had the same chance.", **given,
    }  # fmt: skip


class TestRates:
    def test_without_a_draw_wilson(self) -> None:
        figures = month_of(results_with(*[NOT] * 3, *[MET] * 7)).figures[0]
        assert figures.estimate
        assert (figures.estimate.rate, figures.estimate.interval) == (0.3, wilson(3, 10))

    def test_of_a_known_frame_narrower(self) -> None:
        figures = month_of(results_with(*[NOT] * 3, *[MET] * 7, sample=a_draw())).figures[0]
        assert figures.estimate
        assert figures.estimate.interval == finite_wilson(3, 10, 40)

    def test_a_criterion_of_some_cases_takes_its_share_of_the_frame(self) -> None:
        """Five of ten read concern it, so twenty of forty do: not all forty, which would widen the interval."""
        figures = month_of(results_with(*[NOT] * 2, *[MET] * 3, *[NA] * 5, sample=a_draw())).figures[0]
        assert figures.estimate
        assert figures.estimate.interval == finite_wilson(2, 5, 20)

    def test_nothing_assessed_is_no_rate(self) -> None:
        month = month_of(results_with(NA, NA))
        assert month.figures[0].estimate
        assert (month.figures[0].estimate.rate, month.figures[0].estimate.interval) == (None, None)
        assert "0.0%" not in re.sub(r"[\d,]+ case outcomes \(0.0%\)", "", markdown_of(month))

    def test_what_the_draw_allows_is_said_once(self) -> None:
        draw = a_draw()
        results = results_with(NOT, MET, sample=draw)
        told = replace(results, run=replace(results.run, notices=("One row was odd.", draw["why"])))
        for page in (markdown_of(month_of(told)), html_of(month_of(told))):
            assert page.count(draw["why"]) == 1
            assert page.count("One row was odd.") == 1
        assert f"What that allows**: {draw['why']}" in markdown_of(month_of(told))

    def test_a_case_picked_by_hand_is_in_no_rate(self) -> None:
        draw = a_draw(
            describes="nothing",
            audited={"drawn": 10, "reserve": 0, "picked": 1, "in_no_draw": 0},
            picked=["C-1"],
        )
        month = month_of(results_with(NOT, *[MET] * 10, sample=draw))
        assert month.figures[0].estimate
        assert (month.figures[0].estimate.count, month.figures[0].estimate.of) == (0, 10)
        assert "Picked by hand**: In the counts, in no rate: C-1" in markdown_of(month)

    def test_a_quota_sample_is_weighted_by_kind_of_case(self) -> None:
        types = [CaseType.MISSING] * 4 + [CaseType.PPN] * 4
        strata = [
            {"values": ["missing"], "frame": 40, "drawn": 4, "audited": 4},
            {"values": ["ppn"], "frame": 8, "drawn": 4, "audited": 4},
        ]
        draw = a_draw(method="quota", by=["case_type"], strata=strata, describes="weighted", frame={"cases": 48})
        month = month_of(results_with(NOT, MET, MET, MET, NOT, NOT, NOT, NOT, types=types, sample=draw))
        wanted = stratified([Stratum("missing", 1, 4, 40), Stratum("ppn", 4, 4, 8)])
        assert month.figures[0].estimate
        assert (month.figures[0].estimate.rate, month.figures[0].estimate.interval) == (wanted.value, wanted.interval)
        assert wanted.value == pytest.approx((40 * 0.25 + 8) / 48, abs=1e-6)
        assert "| Asked | 1 of 4 | 4 of 4 |" in markdown_of(month)

    def test_strata_that_results_cannot_tell_give_no_rate(self) -> None:
        draw = a_draw(method="quota", by=["area"], describes="weighted")
        month = month_of(results_with(NOT, MET, sample=draw))
        assert month.figures[0].estimate
        assert (month.figures[0].estimate.rate, month.figures[0].estimate.interval) == (None, None)
        assert "no rate and no interval" in markdown_of(month)


class TestDecisions:
    def test_what_became_of_an_escalation(self) -> None:
        results = results_with(NOT, NOT, NOT, criterion={"escalate": True})
        upheld = decision(
            results, NOT, comment="Seen today.", action="See the child", owner="DS Khan", due=date(2025, 6, 6)
        )
        page = markdown_of(month_of(results, upheld, decision(results, MET, "C-2", reason="She was at home.")))
        assert "Upheld (AB, 2 June 2025).<br>Seen today.<br>Action: See the child (DS Khan, by 6 June 2025)." in page
        assert "Not upheld: met (AB, 2 June 2025). She was at home." in page
        assert "Nobody has decided yet.<br>To do: Record it." in page
        assert "1 upheld by a person, 1 not upheld, 1 not decided yet" in page

    def test_readers_who_differ_leave_the_proposal_and_are_shown(self) -> None:
        results = results_with(NOT, criterion={"escalate": True})
        both = [decision(results, NOT), decision(results, MET, auditor="CD")]
        page = markdown_of(month_of(results, *both))
        assert "Readers differ (AB: not met; CD: met). Not yet moderated." in page
        assert "On 1 question readers differ" in page

    def test_the_id_of_a_child_that_is_the_cases_own_stands_once(self) -> None:
        told = {"escalate": True, "outcome": NOT}
        subjects = {"PPN-1": "PPN-1", "PPN-2": "K1"}
        cases = [a_case(a_finding("asked", subject=who, **told), case_id=case) for case, who in subjects.items()]
        results = some_results(*cases, criteria=[a_criterion("asked", cases, escalate=True)])
        both = [replace(decision(results, MET, case), subject=who) for case, who in subjects.items()]
        page = markdown_of(month_of(results, *both))
        assert "| PPN-1<br>Asked | Not met | Met |" in page
        assert "| PPN-2, K1<br>Asked | Not met | Met |" in page
        assert "PPN-1<br>PPN-1" not in page
        assert "| PPN-2<br>K1<br>" in page

    def test_proposed_and_confirmed_apart(self) -> None:
        results = results_with(NOT, MET, MET)
        assert "| 1 / 2 |" in markdown_of(month_of(results, decision(results, NOT)))

    def test_an_override_shows_who_and_why_in_every_format(self) -> None:
        results = results_with(NOT, MET)
        month = month_of(results, decision(results, MET, reason="It is in the log."))
        for page in (html_of(month), markdown_of(month)):
            assert "It is in the log." in page
            assert "AB" in page
        row = csv_of(results, decision(results, MET, reason="It is in the log."))[0]
        assert (row["outcome"], row["machine_outcome"], row["decided_by"]) == ("met", "not_met", "person")
        assert (row["person"], row["decided_on"], row["decision_reason"]) == ("AB", "2025-06-02", "It is in the log.")

    def test_actions_by_due_date_and_none_lost(self) -> None:
        results = results_with(NOT, NOT, NOT)
        page = markdown_of(
            month_of(
                results,
                decision(results, NOT, "C-1", action="No day set"),
                decision(results, NOT, "C-2", action="Later", owner="A", due=date(2025, 7, 1)),
                decision(results, NOT, "C-3", action="Sooner", owner="B", due=date(2025, 6, 3)),
                decision(results, NOT, "C-3", action="Also this", owner="C", due=date(2025, 6, 4), auditor="CD"),
            )
        )
        order = [page.index(f"| {text} |") for text in ("Sooner", "Also this", "Later", "No day set")]
        assert order == sorted(order)
        assert "| No day set | nobody named | no date |" in page

    def test_good_practice_and_learning(self) -> None:
        results = results_with(NOT, NOT, PARTLY, MET)
        page = markdown_of(month_of(results, decision(results, MET, "C-4", good_practice="Her own words.")))
        assert "| Her own words. | C-4 | Asked | AB |" in page
        assert "| Asked | 3 | the field is blank (3) | Put it right. |" in page

    def test_a_case_sent_back_is_listed_though_it_does_not_escalate(self) -> None:
        results = results_with(NOT)
        page = markdown_of(month_of(results, decision(results, NOT, refer_back=True)))
        assert "Sent back to the team by a reader" in page


class TestCompared:
    def test_the_inspection_in_words(self) -> None:
        worse = month_of(results_with(*[NOT] * 40, *[MET] * 8, criterion={"baseline": (17, 48, "not_met")}))
        assert "Worse. 48 points more often than the inspection found (95% interval +" in markdown_of(worse)
        alike = month_of(results_with(*[NOT] * 17, *[MET] * 31, criterion={"baseline": (17, 48, "not_met")}))
        assert "| No clear difference (95% interval -19 to +19). |" in markdown_of(alike)

    def test_a_handful_is_neither_better_nor_worse(self) -> None:
        """All of 4 last month and of the inspection's 4, none of 1 now: nobody can tell a board anything from that."""
        month = month_of(results_with(MET, criterion={"baseline": (4, 4, "not_met")}), last=results_with(*[NOT] * 4))
        page = markdown_of(month)
        assert "| No clear difference: too few cases to rule out chance (95% interval -100 to -7). |" in page
        assert "No clear difference. 0 of 1, before that 4 of 4: down 100 points, on too few cases to rule out" in page
        assert page.count("0 worse, 0 better, 1 without a clear difference.") == 2
        assert "Better" not in page

    def test_last_month(self) -> None:
        month = month_of(results_with(*[NOT] * 9, MET), last=results_with(NOT, *[MET] * 9))
        page = markdown_of(month)
        assert "Worse. 9 of 10, before that 1 of 10: a rise of 80 points (95% interval +" in page
        assert "10 cases stand in both months" in page

    def test_ten_notices(self) -> None:
        ten = results_with(*[MET] * 10, types=[CaseType.PPN] * 10)
        wanted = r"Ten notices can't show a change smaller than about \d\d points\."
        assert re.search(wanted, markdown_of(month_of(ten)))

    def test_another_edition_is_told(self) -> None:
        before = results_with(MET)
        used = replace(before.run.rubrics[0], sha256="99" * 32)
        page = markdown_of(month_of(results_with(NOT), last=replace(before, run=replace(before.run, rubrics=(used,)))))
        assert "The rubric has changed since last month" in page


class TestSuppressed:
    def test_a_small_count_its_cover_and_what_rests_on_it(self) -> None:
        results = results_with(*[NOT] * 2, *[MET] * 12, *[NA] * 9, criterion={"baseline": (17, 48, "not_met")})
        month = month_of(results, threshold=5)
        figures = month.figures[0]
        assert figures.counts[2] is None
        assert sum(count is None for count in figures.counts) >= 2
        assert (figures.estimate, figures.inspection) == (None, None)
        page = html_of(month)
        assert "14.3%" not in page
        assert "2 of 14" not in page
        assert "are withheld and shown as [c]" in page

    def test_large_counts_stay(self) -> None:
        month = month_of(results_with(*[NOT] * 10, *[MET] * 20), threshold=5)
        assert month.figures[0].counts == (20, 0, 10, 0, 0)
        assert "10 of 30 (33.3%)" in html_of(month)

    def test_no_case_is_named_and_nobody_quoted(self) -> None:
        results = results_with(*[NOT] * 6, *[MET] * 6, criterion={"escalate": True})
        told = decision(
            results, MET, reason="REASON", comment="COMMENT", action="ACTION", owner="OWNER", good_practice="GOOD"
        )
        month = month_of(results, told, threshold=5)
        for page in (html_of(month), markdown_of(month)):
            assert not re.findall("C-1|REASON|COMMENT|ACTION|OWNER|GOOD|the field is blank", page)

    def test_a_part_that_would_tell_of_the_rest(self) -> None:
        """Among the inspection's kinds 8 of 12, in all 10 of 20: the other 2 of 8 must not be worked out."""
        results = results_with(*[NOT] * 10, *[MET] * 10, criterion={"baseline": (17, 48, "not_met")})
        summary = results.summary.criteria[0]
        assert summary.baseline
        part = replace(summary.baseline, among=(CaseType.MISSING,), our_count=8, our_of=12)
        some = replace(results, summary=replace(results.summary, criteria=(replace(summary, baseline=part),)))
        assert month_of(some, threshold=5).figures[0].inspection is None
        assert month_of(some).figures[0].inspection is not None

    def test_last_month_is_withheld_where_it_was_small(self) -> None:
        now = results_with(*[NOT] * 10, *[MET] * 10)
        assert month_of(now, last=results_with(*[NOT] * 2, *[MET] * 18), threshold=5).figures[0].last is None
        assert month_of(now, last=results_with(*[NOT] * 5, *[MET] * 15), threshold=5).figures[0].last is not None

    def test_too_few_cases(self) -> None:
        with pytest.raises(UsageError, match="too few"):
            month_of(results_with(NOT, MET), threshold=5)


class _Names(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "img", "col"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


class TestPages:
    def test_the_page_is_whole_and_reaches_for_nothing(self) -> None:
        results = results_with(*[NOT] * 3, *[MET] * 7, criterion={"baseline": (17, 48, "not_met")})
        page = html_of(month_of(results, last=results))
        parser = _Names()
        parser.feed(page)
        assert parser.open == []
        assert {tag for tag, _ in parser.seen}.isdisjoint({"script", "link", "iframe", "object"})
        sources = [told.get("src") or told.get("href") for _, told in parser.seen if "src" in told or "href" in told]
        assert sources
        assert all(source and source.startswith("data:image/svg+xml") for source in sources)
        assert all(told.get("alt") for tag, told in parser.seen if tag == "img")
        assert not re.search(r"url\(|@import", page)

    def test_every_page_bears_marking_and_manifest(self) -> None:
        page = html_of(month_of(results_with(NOT)))
        assert f"@top-center {{ content: {css_text('OFFICIAL-SENSITIVE')}" in page
        assert "@bottom-left" in page
        assert css_text("dip-sample@2025-12")[1:-1] in page
        assert "counter(page)" in page

    @pytest.mark.parametrize("text", ['a"b', "a\\b", "a\nb", "</style>", "é · 👧", "a 1"])
    def test_css_text_holds_anything(self, text: str) -> None:
        written = css_text(text)
        assert not re.search(r"[<\n]", written)
        back = re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), written[1:-1])
        assert back == text

    def test_hostile_words_stay_words(self) -> None:
        case = a_case(
            a_finding(
                "asked",
                NOT,
                reason="<script>x</script> | **b**\ud800",
                escalate=True,
                evidence=(words_evidence("<b>"),),
            ),
            case_id="<img src=x>",
        )
        month = month_of(some_results(case, criteria=[a_criterion("asked", [case], title="<i>T</i>", escalate=True)]))
        page = html_of(month)
        assert "<script" not in page
        assert "<img src=x" not in page
        assert "<i>T" not in page
        assert "\\<script\\>x\\</script\\> \\| \\*\\*b\\*\\*" in markdown_of(month)
        page.encode("utf-8")

    def test_the_same_twice(self) -> None:
        results = results_with(NOT, MET)
        told = [decision(results, NOT, action="A"), decision(results, MET, "C-2", good_practice="G")]
        assert html_of(month_of(results, *told)) == html_of(month_of(results, *told))

    def test_lexicon_and_mapping_in_force(self) -> None:
        used = LexiconUsed("ours", "ours.yaml", "ee" * 32, "Our wording", (EntryChanged("x", "added"),))
        mapping = MappingUsed("niche", "niche.yaml", "ff" * 32, "Records")
        page = markdown_of(month_of(results_with(NOT, lexicons=(used,), mapping=mapping)))
        assert "Own lexicon**: Our wording (ours.yaml): 1 added" in page
        assert "Mapping**: Records: niche, niche.yaml" in page

    def test_no_case(self) -> None:
        assert "0 case files were audited." in html_of(month_of(some_results(criteria=[a_criterion("asked")])))


class TestCsv:
    def test_bytes(self) -> None:
        stream = StringIO()
        write_csv(results_with(NOT, MET), stream, marking="OFFICIAL")
        text = stream.getvalue()
        assert text.startswith("\ufeff" + ",".join(COLUMNS) + "\r\n")
        assert text.endswith("\r\n")
        assert text.count("\n") == text.count("\r\n") == 3

    @pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1"])
    def test_nothing_is_computed(self, start: str) -> None:
        case = a_case(a_finding("asked", NOT, reason=start), case_id=start)
        row = csv_of(some_results(case))[0]
        assert row["case_id"] == f"'{start}"
        assert row["reason"] == f"'{start}"

    def test_what_people_typed_is_not_computed_either(self) -> None:
        results = results_with(NOT)
        row = csv_of(results, decision(results, NOT, action="=cmd()", owner="@x", due=date(2025, 6, 6)))[0]
        assert (row["action"], row["owner"], row["due"]) == ("'=cmd()", "'@x", "2025-06-06")

    def test_a_fault_is_no_outcome(self) -> None:
        assert csv_of(results_with(None))[0]["outcome"] == ""


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2025-06-02", "2 June 2025"),
        ("2025-06-02T09:30:00+01:00", "2 June 2025"),
        ("", ""),
        ("2025-02-30", "2025-02-30"),
        ("soon", "soon"),
    ],
)
def test_days_in_words(day: str, shown: str) -> None:
    assert day_words(day) == shown


@pytest.mark.libreoffice
def test_the_page_becomes_a_pdf_with_its_marking_on_every_page(tmp_path: Path) -> None:
    results = results_with(*[NOT] * 60, *[MET] * 20, criterion={"escalate": True})
    (tmp_path / "month.html").write_text(html_of(month_of(results)), encoding="utf-8")
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is needed: apt-get install libreoffice-writer"

    def convert(name: str, to: str, *options: str) -> None:
        subprocess.run(
            [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", *options,
             "--convert-to", to, "--outdir", str(tmp_path), str(tmp_path / name)],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip

    convert("month.html", "odt", "--infilter=HTML (StarWriter)")
    convert("month.odt", "pdf")
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "month.pdf")]
    assert len(pages) > 2
    for text in pages:
        assert "OFFICIAL-SENSITIVE" in text
        assert "dip-sample@2025-12" in text
    whole = "".join(pages)
    assert "C-60" in whole
    assert "<svg" not in whole
