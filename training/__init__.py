"""Where the second reader comes from: labelled documents, word vectors, and the scripts that learn its weights."""
