"""The language pipeline: text in, spaCy annotations out."""
