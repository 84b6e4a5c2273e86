"""What other blog hosts export, read piece by piece into the words of this house: people, terms, pictures, entries."""
