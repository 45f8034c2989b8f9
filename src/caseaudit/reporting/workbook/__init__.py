"""The Excel audit sheet: what most users open. One module a sheet or group of sheets; `book` puts them together."""

from caseaudit.reporting.workbook.book import write_workbook

__all__ = ["write_workbook"]
