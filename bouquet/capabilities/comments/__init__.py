"""What people say below things, and how they react to them.

Anything registered as a subject (`foundation.subjects`) has a *talk*: its *comments*, in *threads* two levels deep, and
its *reactions*. A comment is a subject itself (`comments.comment`): it can be reported, moderated and reacted to.
"""
