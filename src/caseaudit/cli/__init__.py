"""The command line: thin commands that parse, call, show and give an exit code. `app` holds the one error boundary."""
