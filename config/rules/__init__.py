"""Load the theatre's folder: one reader a file, every fault with file and line."""
