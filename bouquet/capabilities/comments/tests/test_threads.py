"""What is said below a thing: threads of two levels, changed, deleted, brought back, closed and approved."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from bouquet.capabilities.accounts.actions.blocking import block, mute
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions import forgetting, posting, ruling
from bouquet.capabilities.comments.actions.reacting import react
from bouquet.capabilities.comments.actions.talks import talks_of
from bouquet.capabilities.comments.models import Comment, Revision
from bouquet.capabilities.comments.models.paging import cursor_after
from bouquet.capabilities.comments.models.states import State
from bouquet.capabilities.comments.policies import Shut
from bouquet.capabilities.comments.tests.conftest import Say
from bouquet.capabilities.comments.tests.things import COMMENTED_FOR, Thing, ThingKind

Committed = Callable[[], AbstractContextManager[None]]
Travel = Callable[[timedelta], AbstractContextManager[None]]


def count_of(thing: Thing) -> int:
    return talks_of([thing.ref], None)[thing.ref].comments_count


def read_by(client: Client, thing: Thing, member: Account | None = None, query: str = "") -> str:
    if member is not None:
        client.force_login(member)
    else:
        client.logout()
    answer = client.get(f"{thing.path}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_answer_to_an_answer_joins_the_thread_and_names_whom_it_answers(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account, lea: Account
) -> None:
    first = say(karim, "Où est-ce ?")
    second = say(ines, "Au port.", to=first)
    third = say(lea, "Merci !", to=second)
    assert (third.root, third.answers_to) == (first, second)
    first.refresh_from_db()
    assert (first.answers_count, first.first_answers) == (2, [second.pk.hex, third.pk.hex])
    page = read_by(client, thing)
    assert '<span class="comment-to">@Inès</span>' in page
    # Whoever answers the first comment names nobody: it stands right below.
    assert page.count("comment-to") == 1


def test_answers_are_read_in_the_order_they_were_said(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account
) -> None:
    first = say(karim)
    said = [say(ines, f"Réponse {number}", to=first) for number in range(5)]
    react(ref=said[0].ref, by=karim, emoji="❤️")
    page = read_by(client, thing)
    assert [page.find(f"Réponse {number}") > 0 for number in range(5)] == [True, True, True, False, False]
    assert page.index("Réponse 0") < page.index("Réponse 1") < page.index("Réponse 2") < page.index("2 autres réponses")
    rest = client.get(
        f"/comments/{first.pk}/thread?after={cursor_after(said[2])}", HTTP_HX_REQUEST="true"
    ).content.decode()
    assert "Réponse 2" not in rest and rest.index("Réponse 3") < rest.index("Réponse 4")
    opened = read_by(client, thing, query=f"?comment={said[4].pk}")
    assert "Réponse 4" in opened and "is-target" in opened


def test_the_same_form_sent_twice_makes_one_comment(client: Client, thing: Thing, karim: Account) -> None:
    client.force_login(karim)
    for _ in range(2):
        answer = client.post(f"{thing.path}/post", {"text": "Bravo", "sent_with": "abc"})
        assert answer.status_code == 302
    assert Comment.objects.count() == 1 and count_of(thing) == 1


def test_markdown_is_understood_and_line_breaks_are_kept(say: Say, karim: Account) -> None:
    html = say(karim, "**Bravo**\nà *tous* <script>x</script> https://a.fr").html
    assert "<strong>Bravo</strong><br>" in html and "<em>tous</em>" in html and "<script" not in html
    assert 'rel="nofollow ugc noopener"' in html


@pytest.mark.parametrize("text", ["", " \n\u200b ", "x" * 2001])
def test_nothing_and_too_much_are_refused_and_stay_in_the_form(
    client: Client, thing: Thing, karim: Account, text: str
) -> None:
    client.force_login(karim)
    answer = client.post(f"{thing.path}/post", {"text": text, "sent_with": "abc"}, HTTP_HX_REQUEST="true")
    assert answer.status_code == 422
    assert text.strip("\n") in answer.content.decode() and 'role="alert"' in answer.content.decode()
    assert not Comment.objects.exists()


def test_two_thousand_characters_fit(say: Say, karim: Account) -> None:
    assert len(say(karim, "é" * 2000).text) == 2000


def test_times_lead_into_a_video_and_only_there(
    things: ThingKind, thing: Thing, say: Say, ines: Account, karim: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "data-seek" not in say(karim, "À 1:23").html
    from bouquet.foundation.subjects import registry

    films = ThingKind("test.video")
    monkeypatch.setitem(registry._kinds, films.name, films)
    film = films.add(Thing(ines))
    html = posting.post(ref=film.ref, by=karim, text="À 1:23").html
    assert f'href="http://wideo.m6.localhost:8000/things/{film.key}?t=83"' in html and 'data-seek="83"' in html


def test_what_was_edited_says_so_and_its_author_reads_what_it_said(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account, lea: Account
) -> None:
    comment = say(karim, "Bravi")
    client.force_login(karim)
    assert client.post(f"/comments/{comment.pk}/edit", {"text": "Bravo"}).status_code == 302
    comment.refresh_from_db()
    assert comment.text == "Bravo" and comment.edited_at
    assert Revision.objects.get().text == "Bravi"
    assert "modifié" in read_by(client, thing)
    for member, status in ((karim, 200), (ines, 200), (lea, 403)):
        client.force_login(member)
        answer = client.get(f"/comments/{comment.pk}/history")
        assert answer.status_code == status
        assert status == 403 or "Bravi" in answer.content.decode()


def test_nobody_changes_or_deletes_what_another_said(client: Client, say: Say, ines: Account, karim: Account) -> None:
    comment = say(karim)
    client.force_login(ines)
    for verb in ("edit", "delete", "restore"):
        assert client.post(f"/comments/{comment.pk}/{verb}", {"text": "x"}).status_code == 404
    with pytest.raises(PermissionDenied):
        posting.delete(comment=comment, by=ines)
    with pytest.raises(PermissionDenied):
        posting.edit(comment=comment, by=ines, text="x")


def test_a_deleted_comment_leaves_its_answers_readable_and_comes_back(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account
) -> None:
    comment = say(karim, "Quelle lumière")
    say(ines, "N’est-ce pas", to=comment)
    posting.delete(comment=comment, by=karim)
    page = read_by(client, thing)
    assert "Quelle lumière" not in page and "N’est-ce pas" in page and "supprimé" in page
    assert count_of(thing) == 1
    posting.restore(comment=comment, by=karim)
    assert "Quelle lumière" in read_by(client, thing)
    assert count_of(thing) == 2


def test_a_deleted_comment_nobody_answered_leaves_no_trace(
    client: Client, thing: Thing, say: Say, karim: Account
) -> None:
    comment = say(karim, "Quelle lumière")
    posting.delete(comment=comment, by=karim)
    assert f"comment-{comment.pk}" not in read_by(client, thing)
    assert count_of(thing) == 0


def test_the_last_answer_below_an_empty_place_takes_it_away(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account
) -> None:
    comment = say(karim)
    answer = say(ines, to=comment)
    posting.delete(comment=comment, by=karim)
    posting.delete(comment=answer, by=ines)
    assert f"comment-{comment.pk}" not in read_by(client, thing)
    assert count_of(thing) == 0


def test_deleted_words_are_gone_for_good_after_thirty_days(
    say: Say, ines: Account, karim: Account, travel: Travel
) -> None:
    answered, alone = say(karim, "Un"), say(karim, "Deux")
    say(ines, to=answered)
    for comment in (answered, alone):
        posting.delete(comment=comment, by=karim)
    with travel(timedelta(days=29)):
        forgetting.erase_the_deleted()
        assert Comment.objects.filter(state=State.DELETED).count() == 2
    with travel(timedelta(days=31)):
        forgetting.erase_the_deleted()
    answered.refresh_from_db()
    assert (answered.text, answered.html, answered.state) == ("", "", State.ERASED)
    assert answered.is_placed and not Comment.objects.filter(pk=alone.pk).exists()


def test_an_answer_to_what_was_deleted_meanwhile_is_not_lost(
    client: Client, thing: Thing, say: Say, karim: Account, lea: Account
) -> None:
    comment = say(karim)
    posting.delete(comment=comment, by=karim)
    client.force_login(lea)
    sent = {"text": "Tout un roman", "answers_to": str(comment.pk), "sent_with": "abc"}
    answer = client.post(f"{thing.path}/post", sent)
    assert answer.status_code == 422 and "Tout un roman" in answer.content.decode()
    assert str(comment.pk) not in answer.content.decode()


def test_after_two_years_the_page_says_why_nobody_can_comment(
    client: Client, thing: Thing, say: Say, karim: Account
) -> None:
    comment = say(karim, "À temps")
    thing.published_at -= COMMENTED_FOR - timedelta(hours=1)
    assert 'name="text"' in read_by(client, thing, karim)
    say(karim, "Encore")
    thing.published_at -= timedelta(hours=2)
    page = read_by(client, thing, karim)
    assert 'name="text"' not in page and "À temps" in page
    assert "trop longtemps" in page and "talk-shut" in page
    for attempt in (
        lambda: say(karim, "Trop tard"),
        lambda: say(karim, "Trop tard", to=comment),
        lambda: posting.edit(comment=comment, by=karim, text="Trop tard"),
    ):
        with pytest.raises(posting.TalkShut) as refused:
            attempt()
        assert refused.value.why == Shut.TOO_OLD
    answer = client.post(f"{thing.path}/post", {"text": "Trop tard"})
    assert answer.status_code == 422 and "Trop tard" in answer.content.decode()


def test_the_author_closes_comments_and_nobody_else_does(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account
) -> None:
    with pytest.raises(PermissionDenied):
        ruling.rule(ref=thing.ref, by=karim, is_closed=True, asks_approval=False)
    client.force_login(ines)
    assert client.post(f"{thing.path}/rules", {"is_closed": "on"}).status_code == 302
    assert "a fermé les commentaires" in read_by(client, thing, karim)
    with pytest.raises(posting.TalkShut):
        say(karim)


def test_a_keeper_who_is_not_the_author_looks_after_the_talk(things: ThingKind, ines: Account, karim: Account) -> None:
    thing = things.add(Thing(ines, keepers=frozenset({karim.pk})))
    ruling.rule(ref=thing.ref, by=karim, is_closed=True, asks_approval=False)
    with pytest.raises(posting.TalkShut):
        posting.post(ref=thing.ref, by=ines, text="Moi aussi")


def test_with_approval_a_comment_waits_until_the_author_lets_it_in(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account, lea: Account
) -> None:
    ruling.rule(ref=thing.ref, by=ines, is_closed=False, asks_approval=True)
    assert say(ines, "Bienvenue").is_shown
    comment = say(karim, "Puis-je ?")
    assert comment.state == State.WAITING and count_of(thing) == 1
    assert "Puis-je" not in read_by(client, thing, lea)
    assert "Puis-je" in read_by(client, thing, karim)
    client.force_login(lea)
    assert client.get(f"{thing.path}/waiting").status_code == 403
    assert client.post(f"/comments/{comment.pk}/settle", {"on": "1"}).status_code == 404
    client.force_login(ines)
    assert "Puis-je" in client.get(f"{thing.path}/waiting").content.decode()
    client.post(f"/comments/{comment.pk}/settle", {"on": "1"})
    assert "Puis-je" in read_by(client, thing, lea)
    assert count_of(thing) == 2


def test_what_is_not_approved_stays_with_its_author(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account, lea: Account
) -> None:
    ruling.rule(ref=thing.ref, by=ines, is_closed=False, asks_approval=True)
    comment = say(karim, "Puis-je ?")
    posting.refuse(comment=comment, by=ines)
    assert "Puis-je" not in read_by(client, thing, lea)
    assert "pas été approuvé" in read_by(client, thing, karim)


def test_the_pinned_comment_is_on_top_and_nowhere_else(
    client: Client, thing: Thing, say: Say, ines: Account, karim: Account
) -> None:
    pinned = say(karim, "Au sommet")
    later = say(karim, "Plus tard")
    with pytest.raises(PermissionDenied):
        ruling.pin(comment=pinned, by=karim)
    ruling.pin(comment=pinned, by=ines)
    page = read_by(client, thing)
    assert page.index(f"comment-{pinned.pk}") < page.index(f"comment-{later.pk}")
    assert page.count(f'id="comment-{pinned.pk}"') == 1
    assert "Épinglé" in page
    answer = say(karim, to=later)
    with pytest.raises(PermissionDenied):
        ruling.pin(comment=answer, by=ines)


def test_nobody_speaks_of_what_they_may_not_see(
    client: Client, things: ThingKind, ines: Account, karim: Account, lea: Account
) -> None:
    secret = things.add(Thing(ines, readers={karim.pk}))
    posting.post(ref=secret.ref, by=karim, text="Entre nous")
    client.force_login(lea)
    for part in ("", "/talk", "/state", "/waiting"):
        assert client.get(f"{secret.path}{part}").status_code == 404
    assert client.post(f"{secret.path}/post", {"text": "Coucou"}).status_code == 404
    comment = Comment.objects.get()
    for part in ("thread", "answer", "history", "shown"):
        assert client.get(f"/comments/{comment.pk}/{part}").status_code == 404
    with pytest.raises(PermissionDenied):
        posting.post(ref=secret.ref, by=lea, text="Coucou")


def test_who_may_look_and_not_speak_is_told_so(
    client: Client, things: ThingKind, ines: Account, karim: Account
) -> None:
    thing = things.add(Thing(ines, speakers=set()))
    assert "ne pouvez pas commenter" in read_by(client, thing, karim)
    with pytest.raises(posting.TalkShut) as refused:
        posting.post(ref=thing.ref, by=karim, text="Coucou")
    assert refused.value.why == Shut.NOT_THEIRS


def test_people_kept_apart_do_not_read_or_answer_each_other(
    client: Client, thing: Thing, say: Say, karim: Account, lea: Account, marc: Account
) -> None:
    by_karim, by_lea = say(karim, "Dit Karim"), say(lea, "Dit Léa")
    say(lea, "Répond Léa", to=say(marc, "Dit Marc"))
    block(account=lea, by=karim)
    for one, other in ((karim, lea), (lea, karim)):
        page = read_by(client, thing, one)
        assert f"Dit {one.display_name}" in page and f"Dit {other.display_name}" not in page
    page = read_by(client, thing, karim)
    assert "Répond Léa" not in page and 'id="talk-count">2<' in page
    assert client.get(f"/comments/{by_lea.pk}/thread").status_code == 404
    for by, comment in ((karim, by_lea), (lea, by_karim)):
        with pytest.raises(PermissionDenied):
            say(by, to=comment)
    assert "Dit Karim" in read_by(client, thing, marc)


def test_who_the_author_keeps_apart_cannot_comment(thing: Thing, say: Say, ines: Account, karim: Account) -> None:
    block(account=karim, by=ines)
    with pytest.raises(posting.TalkShut):
        say(karim)


def test_muted_people_are_folded_for_who_muted_them(
    client: Client, thing: Thing, say: Say, karim: Account, lea: Account, marc: Account
) -> None:
    say(lea, "Dit Léa")
    mute(account=lea, by=karim)
    assert "comment-fold" in read_by(client, thing, karim)
    assert "comment-fold" not in read_by(client, thing, marc)


def test_the_talk_of_a_comment_is_its_thread(client: Client, say: Say, karim: Account) -> None:
    comment = say(karim)
    assert client.get(f"/comments/comments.comment/{comment.pk}").status_code == 404
    with pytest.raises(PermissionDenied):
        posting.post(ref=comment.ref, by=karim, text="Coucou")


def test_a_thread_of_another_talk_is_not_answered_here(
    things: ThingKind, say: Say, ines: Account, karim: Account
) -> None:
    other = things.add(Thing(ines))
    with pytest.raises(PermissionDenied):
        posting.post(ref=other.ref, by=karim, text="Coucou", answers_to=say(karim))


def test_too_fast_is_said_and_the_words_are_kept(client: Client, thing: Thing, karim: Account) -> None:
    client.force_login(karim)
    for number in range(40):
        answer = client.post(f"{thing.path}/post", {"text": f"Numéro {number}"})
        if answer.status_code != 302:
            break
    assert answer.status_code == 429 and f"Numéro {number}" in answer.content.decode()
    assert Comment.objects.count() == number


def test_validation_speaks_of_length(say: Say, karim: Account) -> None:
    with pytest.raises(ValidationError, match="2001"):
        say(karim, "x" * 2001)
