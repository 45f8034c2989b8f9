"""Text in, located mentions out: phrases, sentences, and who speaks of whom and whether it is so."""
