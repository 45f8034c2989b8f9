"""Readers of exports, one module a format: each gives rows, with the place of every one of them."""
