"""Quality: what `kg` finds in annotated articles against what annotators found in them."""
