"""The hand-written content of the sample: one module a kind of case, and the small builders they share."""
