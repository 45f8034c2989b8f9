"""The closed set of check kinds: one file a kind, each its YAML shape and how it is judged."""
