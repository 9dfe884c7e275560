"""Finding lessons, words explained, recordings and pages by the words in them."""
