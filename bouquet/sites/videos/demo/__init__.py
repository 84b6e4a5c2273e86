"""The demo network: eight people, the videos they made, and a month of their life together.

Words: person, scene (what a video shows), palette, tune (what it sounds like), month.
"""
