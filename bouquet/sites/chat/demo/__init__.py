"""Six rooms and a month of talk, told in French."""
