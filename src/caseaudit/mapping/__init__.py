"""What a mapping file says, and how a row of an export becomes part of a case file by it: pure, no input or output."""
