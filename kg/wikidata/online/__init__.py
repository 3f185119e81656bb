"""Asking Wikidata or a reconciliation service for names that the knowledge base lacks; only when told to."""
