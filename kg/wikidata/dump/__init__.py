"""A knowledge base out of a dump of Wikidata: read once (`scan`), then compiled (`compile`)."""
