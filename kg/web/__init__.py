"""Pages over a dump."""
