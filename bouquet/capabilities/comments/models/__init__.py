"""Nouns of comments."""

from bouquet.capabilities.comments.models.comment import Comment, Revision
from bouquet.capabilities.comments.models.talk import LikesStep, SubjectReaction, TalkRules, Tally

__all__ = ["Comment", "LikesStep", "Revision", "SubjectReaction", "TalkRules", "Tally"]
