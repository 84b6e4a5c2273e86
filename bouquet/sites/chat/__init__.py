"""The chat: where the network's rooms are read and spoken in. What is said lies in `messaging`; here are its pages.

Words: room, conversation, thread, link (an invitation anybody may pass on).
"""
