"""SHACL and the checks that it cannot say."""
