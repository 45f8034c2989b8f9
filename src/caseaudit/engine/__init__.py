"""Judging: one case against a rubric, a batch into a summary, figures with their intervals. Pure."""
