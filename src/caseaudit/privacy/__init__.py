"""Pseudonyms: results that can leave the force without the names and references of the people in them."""
