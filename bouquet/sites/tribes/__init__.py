"""A network of tribes: people gather by what they love. Who comes: members from 15 to 34, and whoever looks in.

Its words: a *tribe* is open, closed or secret; a *keeper* looks after it, and its *founder* after the keepers; a
*post* stands in a tribe or on its author's own page; *friends* asked and said yes; the *bell* rings for new posts."""
