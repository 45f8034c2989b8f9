"""caseaudit audits exported child-protection case files against YAML rubrics, offline."""

__version__ = "0.1.0"
