"""What changed between two dumps: record by record, in words, and as an RDF patch."""
