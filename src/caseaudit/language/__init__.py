"""Text in, located mentions out: phrases, sentences, and the context that says who speaks of whom and whether it is so."""
