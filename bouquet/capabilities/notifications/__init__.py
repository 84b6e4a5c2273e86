"""One inbox for the network: what happened to a member, shown live, pushed and mailed as they wish.

Apps introduce their kinds of notice and tell facts; a fact reaches each recipient once. Five words: notice (a fact,
for one member), entry (notices that belong together, a line of the inbox), letter (a mail of one or more entries),
device (a browser that takes pushes), choice (how a member wants one kind).
"""
