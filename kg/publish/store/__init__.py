"""SPARQL stores: where they listen, how they are filled, and whether all of it arrived."""
