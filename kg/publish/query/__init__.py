"""SPARQL over a dump, in memory, or over a store."""
