"""What people like, learnt from what they say and, where they allow it, from what they do.

Members come to say what they like and to see, correct, take away and erase all that is known of it. Sites tell what
they own (`kinds`), what was done (`actions.signals`), and ask what to show (`actions.recommending`).

Words: an affinity is a tag somebody says they like; a signal is what somebody did; a feature is a tag or an item; a
model says how much each feature speaks for each item; a reason says which of your own features spoke.
"""
