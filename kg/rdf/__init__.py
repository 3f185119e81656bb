"""Records to quads, and quads to files."""
