"""Facts and conclusions: what a case file says, and what an audit makes of it. No input, no output."""
