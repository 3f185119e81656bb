"""The knowledge base and the linker."""
