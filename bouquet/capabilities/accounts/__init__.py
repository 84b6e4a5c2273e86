"""One account for the whole network: sign-up, sign-in on every brand, profile, follows, export, deletion."""
