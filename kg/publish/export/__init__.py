"""Dumps in the forms of others: other RDF formats, tables of events, one document an article for web pages."""
