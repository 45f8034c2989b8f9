"""People's decisions over the machine's proposals: what one is, which holds, and the results with them in force."""
