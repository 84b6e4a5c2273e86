"""The words of titles, names and tags that everyone may find, to know what a slip of the keyboard meant."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Count

from bouquet.capabilities.discovery.engine import spelling

# So many known words that look most alike are compared letter by letter.
MOST_COMPARED = 60


class WordQuerySet(models.QuerySet["Word"]):
    def looking_like(self, word: str) -> list[str]:
        """The words that share most with `word`; one query."""
        alike = Gram.objects.filter(letters__in=spelling.grams(word)).values_list("word", flat=True)
        return list(alike.annotate(shared=Count("id")).order_by("-shared", "word")[:MOST_COMPARED])

    def learn(self, words: Iterable[str]) -> None:
        """Know these from now on. Safe to repeat, and from several places at once."""
        wanted = {word for word in words if spelling.is_spellable(word)}
        new = wanted - set(self.filter(text__in=wanted).values_list("text", flat=True))
        self.bulk_create((Word(text=word) for word in sorted(new)), ignore_conflicts=True)
        grams = [Gram(word_id=word, letters=letters) for word in sorted(new) for letters in spelling.grams(word)]
        Gram.objects.bulk_create(grams, ignore_conflicts=True)


class Word(models.Model):
    """It was open when it was learned. Whether it still is, is asked before anybody is shown it (`matching`)."""

    text = models.CharField(max_length=spelling.LONGEST, primary_key=True)

    objects = WordQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text


class Gram(models.Model):
    """Three letters in a row of a word."""

    letters = models.CharField(max_length=3)
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="grams")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letters", "word"], name="discovery_one_gram_per_word")]

    def __str__(self) -> str:
        return f"{self.letters} {self.word_id}"
