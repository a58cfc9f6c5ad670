"""Training of the clause detector; not part of the package."""
