"""Components, icons, themes and scripts that every site uses."""
