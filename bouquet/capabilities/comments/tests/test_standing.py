"""What becomes of comments when somebody else decides: moderators, and their author's own leaving."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from bouquet.capabilities.accounts.actions import closing
from bouquet.capabilities.accounts.actions.suspending import reinstate, suspend
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions import exporting, forgetting, leaving, posting, ruling
from bouquet.capabilities.comments.actions.reacting import react
from bouquet.capabilities.comments.actions.talks import talks_of
from bouquet.capabilities.comments.models import Comment, Revision, SubjectReaction, TalkRules, Tally
from bouquet.capabilities.comments.models.states import State
from bouquet.capabilities.comments.subjects import CommentKind
from bouquet.capabilities.comments.subscribers import follow_the_decision
from bouquet.capabilities.comments.tests.conftest import Say
from bouquet.capabilities.comments.tests.things import Thing, ThingKind
from bouquet.capabilities.moderation.events import SubjectModerated
from bouquet.capabilities.moderation.models import Case, WatchedWord
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Standing

Committed = Callable[[], AbstractContextManager[None]]
KIND = CommentKind()
NOBODY = AnonymousUser()


def count_of(thing: Thing) -> int:
    return talks_of([thing.ref], None)[thing.ref].comments_count


def test_a_comment_tells_of_itself(thing: Thing, say: Say, ines: Account, karim: Account) -> None:
    comment = say(karim, "Quelle **lumière**")
    subject = registry.subject(comment.ref)
    assert subject is not None
    assert (subject.title, subject.author_id, subject.part_of) == ("Quelle lumière", karim.pk, thing.ref)
    assert subject.keepers == {ines.pk}
    assert subject.address == f"http://wideo.m6.localhost:8000{thing.path}?comment={comment.pk}#comment-{comment.pk}"


@pytest.mark.parametrize("standing", [Standing.HIDDEN, Standing.REMOVED])
def test_what_is_hidden_is_on_no_page_and_in_no_count_and_comes_back(
    client: Client, thing: Thing, say: Say, karim: Account, lea: Account, standing: Standing
) -> None:
    comment = say(karim, "Une insulte")
    KIND.moderate(comment.pk, standing)
    KIND.moderate(comment.pk, standing)
    client.force_login(lea)
    for address in (thing.path, f"{thing.path}?comment={comment.pk}", f"{thing.path}/talk"):
        assert "Une insulte" not in client.get(address).content.decode()
    assert count_of(thing) == 0
    assert KIND.visible_to(lea, [comment.pk]) == set() == KIND.visible_to(NOBODY, [comment.pk])
    assert KIND.visible_to(karim, [comment.pk]) == ({comment.pk} if standing == Standing.HIDDEN else set())
    KIND.moderate(comment.pk, Standing.SHOWN)
    assert "Une insulte" in client.get(thing.path).content.decode()
    assert count_of(thing) == 1


def test_a_labelled_comment_is_behind_its_warning(client: Client, thing: Thing, say: Say, karim: Account) -> None:
    comment = say(karim, "La fin du film")
    KIND.moderate(comment.pk, Standing.LABELLED, label="Dévoile la fin")
    page = client.get(thing.path).content.decode()
    assert page.index("Dévoile la fin") < page.index("La fin du film") and "comment-fold" in page
    assert count_of(thing) == 1


def test_keepers_find_the_way_to_decide_about_what_others_said(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account, lea: Account
) -> None:
    comment, own = say(karim), say(ines)
    for member, may in ((ines, True), (lea, False)):
        client.force_login(member)
        page = client.get(thing.path).content.decode()
        assert (f"report/comments.comment/{comment.pk}/desk" in page) == may
        assert f"report/comments.comment/{own.pk}/desk" not in page
        assert f"report/comments.comment/{comment.pk}" in page


def test_who_may_not_see_the_thing_may_not_see_what_is_said(
    things: ThingKind, ines: Account, karim: Account, lea: Account
) -> None:
    secret = things.add(Thing(ines, readers={karim.pk}))
    comment = posting.post(ref=secret.ref, by=karim, text="Entre nous")
    assert KIND.visible_to(lea, [comment.pk]) == set() == KIND.visible_to(NOBODY, [comment.pk])
    assert KIND.visible_to(ines, [comment.pk]) == {comment.pk} == KIND.open_to(ines, [comment.pk])


def test_what_is_screened_out_waits_for_a_moderator_and_is_released(
    client: Client, thing: Thing, say: Say, karim: Account, lea: Account
) -> None:
    WatchedWord.objects.create(word="andouille", action=WatchedWord.Action.HOLD)
    comment = say(karim, "Espèce d’andouille")
    assert comment.state == State.HELD and count_of(thing) == 0
    assert Case.objects.filter(key=comment.pk).exists()
    client.force_login(karim)
    assert "modérateur" in client.get(thing.path).content.decode()
    client.force_login(lea)
    assert "andouille" not in client.get(thing.path).content.decode()
    KIND.moderate(comment.pk, Standing.SHOWN)
    comment.refresh_from_db()
    assert (comment.state, count_of(thing)) == (State.POSTED, 1)


def test_a_decision_ends_the_waiting_also_when_it_is_against(thing: Thing, say: Say, karim: Account) -> None:
    WatchedWord.objects.create(word="andouille", action=WatchedWord.Action.HOLD)
    comment = say(karim, "Espèce d’andouille")
    KIND.moderate(comment.pk, Standing.HIDDEN)
    follow_the_decision(SubjectModerated("comments.comment", comment.pk, Standing.HIDDEN))
    comment.refresh_from_db()
    assert (comment.state, comment.standing, comment.is_shown) == (State.POSTED, Standing.HIDDEN, False)


def test_what_a_moderator_releases_still_waits_for_the_author_who_reads_first(
    thing: Thing, say: Say, ines: Account, karim: Account
) -> None:
    WatchedWord.objects.create(word="andouille", action=WatchedWord.Action.HOLD)
    ruling.rule(ref=thing.ref, by=ines, is_closed=False, asks_approval=True)
    comment = say(karim, "Espèce d’andouille")
    KIND.moderate(comment.pk, Standing.SHOWN)
    comment.refresh_from_db()
    assert comment.state == State.WAITING


def test_a_refused_word_is_named_and_nothing_is_lost(client: Client, thing: Thing, karim: Account) -> None:
    WatchedWord.objects.create(word="andouille", action=WatchedWord.Action.REFUSE)
    client.force_login(karim)
    answer = client.post(f"{thing.path}/post", {"text": "Espèce d’andouille"})
    assert answer.status_code == 422
    assert answer.content.decode().count("andouille") >= 2
    assert not Comment.objects.exists()


def test_an_edit_is_screened_too(thing: Thing, say: Say, karim: Account) -> None:
    WatchedWord.objects.create(word="andouille", action=WatchedWord.Action.HOLD)
    comment = say(karim, "Quel acteur")
    posting.edit(comment=comment, by=karim, text="Quelle andouille")
    comment.refresh_from_db()
    assert comment.state == State.HELD and count_of(thing) == 0


def test_nobody_reads_those_who_leave_and_all_is_back_when_they_stay(
    client: Client,
    thing: Thing,
    say: Say,
    ines: Account,
    karim: Account,
    committed: Committed,
    work_off: Callable[[], None],
) -> None:
    comment = say(karim, "Je pars")
    answered = say(ines, "Reste", to=comment)
    say(karim, "Non", to=answered)
    with committed():
        closing.close(account=karim, keeps_posts=False)
    # At once, before any worker came.
    assert "Je pars" not in client.get(thing.path).content.decode()
    with committed():
        work_off()
    assert "Reste" in client.get(thing.path).content.decode()
    assert count_of(thing) == 1
    karim.refresh_from_db()
    with committed():
        closing.stay(account=karim)
    with committed():
        work_off()
    assert "Je pars" in client.get(thing.path).content.decode()
    comment.refresh_from_db()
    assert (count_of(thing), comment.answers_count, len(comment.first_answers)) == (3, 2, 2)


def test_nobody_reads_the_suspended_until_they_are_back(
    client: Client, thing: Thing, say: Say, karim: Account, committed: Committed
) -> None:
    say(karim, "Je reviendrai")
    with committed():
        suspend(account=karim, until=None, reason="")
    assert "Je reviendrai" not in client.get(thing.path).content.decode()
    karim.refresh_from_db()
    with committed():
        reinstate(account=karim)
    leaving.settle(account_id=karim.pk)
    assert "Je reviendrai" in client.get(thing.path).content.decode()


@pytest.mark.parametrize("keeps_posts", [True, False])
def test_what_the_erased_said_stays_by_nobody_or_goes(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account, keeps_posts: bool
) -> None:
    comment, alone = say(karim, "Dit Karim"), say(karim, "Seul")
    posting.edit(comment=alone, by=karim, text="Tout seul")
    say(ines, "Répond Inès", to=comment)
    react(ref=thing.ref, by=karim, emoji="❤️")
    Account.objects.filter(pk=karim.pk).update(
        is_active=False, erased_at=karim.opened_at, display_name="Ancien membre", handle="GONE123"
    )
    for _ in range(2):
        leaving.forget_member(account_id=karim.pk, keeps_posts=keeps_posts)
    page = client.get(thing.path).content.decode()
    assert "Répond Inès" in page and "@karim" not in page
    assert ("Dit Karim" in page, "Ancien membre" in page) == (keeps_posts, keeps_posts)
    assert Comment.objects.filter(pk=alone.pk).exists() == keeps_posts
    assert not Revision.objects.exists() and not SubjectReaction.objects.exists()
    assert talks_of([thing.ref], None)[thing.ref].total == 0
    assert count_of(thing) == (3 if keeps_posts else 1)


def test_a_thing_that_goes_takes_all_that_was_said_with_it(
    things: ThingKind, thing: Thing, say: Say, ines: Account, karim: Account
) -> None:
    comment = say(karim)
    say(ines, to=comment)
    react(ref=comment.ref, by=ines, emoji="❤️")
    react(ref=thing.ref, by=karim, emoji="❤️")
    TalkRules.objects.update(looked_after_at="2020-01-01T00:00:00Z")
    forgetting.forget_what_is_gone()
    assert Comment.objects.count() == 2
    TalkRules.objects.update(looked_after_at="2020-01-01T00:00:00Z")
    del things.things[thing.key]
    forgetting.forget_what_is_gone()
    for model in (Comment, SubjectReaction, TalkRules, Tally):
        assert not model.objects.exists(), model


def test_a_member_s_copy_holds_what_they_said(thing: Thing, say: Say, ines: Account, karim: Account) -> None:
    comment = say(karim, "Bravi")
    posting.edit(comment=comment, by=karim, text="Bravo")
    say(ines, "Pas à moi")
    react(ref=thing.ref, by=karim, emoji="🔥")
    files = {file.name: json.loads(b"".join(file.parts)) for file in exporting.collect(karim)}
    (said,) = files["comments.json"]
    assert (said["text"], said["earlier"][0]["text"]) == ("Bravo", "Bravi")
    assert str(thing.key) in said["about"]
    assert files["reactions.json"][0]["emoji"] == "🔥"
