"""The only code that opens input: definition files, exports, results."""
