"""Tools of the developers: scoring, pictures, benchmarks."""
