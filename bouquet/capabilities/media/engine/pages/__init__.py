"""What a page of the web says it is, asked for without ever being turned against the house's own network."""
