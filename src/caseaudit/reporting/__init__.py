"""The only code that writes output: one view of the results (`rows`), clean `text`, and a writer for each format."""
