"""Polls: one vote for each member, counts that are exact, and nobody learns who chose what."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client

from bouquet.capabilities.accounts.actions import blocking
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.models import Notice
from bouquet.sites.tribes import tasks
from bouquet.sites.tribes.actions import polling
from bouquet.sites.tribes.actions.carrying import PollCard, carried_by
from bouquet.sites.tribes.models import Openness, Poll, PollVote, Post
from bouquet.sites.tribes.tests.gatherings import HOST, gathered, posted, question
from tests.regulars import regular

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def post(ines: Account, karim: Account) -> Post:
    """Inès asks her tribe; Karim is in it, Léa is not."""
    return posted(ines, gathered(ines, karim), poll=question())


def card(post: Post, viewer: Any) -> PollCard:
    found = carried_by([post], viewer)[post.pk].poll
    assert found is not None
    return found


def counts(post: Post) -> tuple[list[int], int]:
    poll = Poll.objects.get(pk=post.pk)
    return poll.counts, poll.voters_count


def test_a_member_votes_once_and_may_change_their_mind(post: Post, karim: Account, ines: Account) -> None:
    polling.vote(post=post, by=karim, options=[0])
    polling.vote(post=post, by=karim, options=[0])
    polling.vote(post=post, by=ines, options=[0])
    assert counts(post) == ([2, 0, 0], 2)
    polling.vote(post=post, by=karim, options=[2])
    assert counts(post) == ([1, 0, 1], 2)
    polling.vote(post=post, by=karim, options=[])
    assert counts(post) == ([1, 0, 0], 1)
    assert PollVote.objects.count() == 1


def test_several_answers_count_one_person(ines: Account, karim: Account) -> None:
    post = posted(ines, gathered(ines, karim), poll=question(is_multiple=True))
    polling.vote(post=post, by=karim, options=[0, 2])
    polling.vote(post=post, by=ines, options=[2])
    assert counts(post) == ([1, 0, 2], 2)
    assert [choice.percent for choice in card(post, karim).choices] == [50, 0, 100]
    polling.vote(post=post, by=karim, options=[1])
    assert counts(post) == ([0, 1, 1], 2)


@pytest.mark.parametrize("options", [[0, 1], [3], [-1]])
def test_what_is_no_choice_is_refused(post: Post, karim: Account, options: list[int]) -> None:
    with pytest.raises(polling.NotAChoice):
        polling.vote(post=post, by=karim, options=options)
    assert counts(post) == ([0, 0, 0], 0)


def test_the_database_itself_refuses_a_second_vote(post: Post, karim: Account) -> None:
    polling.vote(post=post, by=karim, options=[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        PollVote.objects.create(poll_id=post.pk, account=karim, option=1, slot=0)


def test_it_closes_by_itself(post: Post, karim: Account, ines: Account, travel: Any) -> None:
    polling.vote(post=post, by=karim, options=[1])
    with travel(timedelta(days=3)):
        with pytest.raises(polling.PollIsOver):
            polling.vote(post=post, by=ines, options=[1])
        assert card(post, ines).is_over
        assert not card(post, karim).may_vote
    assert counts(post) == ([0, 1, 0], 1)


def test_a_stranger_does_not_vote(post: Post, lea: Account) -> None:
    with pytest.raises(PermissionDenied):
        polling.vote(post=post, by=lea, options=[0])
    assert not card(post, lea).may_vote


def test_who_is_blocked_does_not_vote(post: Post, karim: Account, ines: Account) -> None:
    blocking.block(account=karim, by=ines)
    with pytest.raises(PermissionDenied):
        polling.vote(post=post, by=karim, options=[0])


def test_results_may_wait_for_ones_own_vote(ines: Account, karim: Account, travel: Any) -> None:
    post = posted(ines, gathered(ines, karim), poll=question(hides_results=True))
    polling.vote(post=post, by=ines, options=[1])
    assert [choice.count for choice in card(post, karim).choices] == [None, None, None]
    assert card(post, karim).poll.voters_count == 1
    assert [choice.count for choice in card(post, ines).choices] == [0, 1, 0]
    with travel(timedelta(days=3)):
        assert [choice.count for choice in card(post, karim).choices] == [0, 1, 0]


def test_hidden_results_are_not_in_the_page(ines: Account, karim: Account) -> None:
    post = posted(ines, gathered(ines, karim), poll=question(hides_results=True))
    polling.vote(post=post, by=ines, options=[1])
    client = Client(HTTP_HOST=HOST)
    client.force_login(karim)
    refused = client.post(f"/p/{post.code}/vote", {"option": "7"}, headers={"HX-Request": "true"})
    assert refused.status_code == 409
    assert "%" not in refused.content.decode().replace("%}", "")
    voted = client.post(f"/p/{post.code}/vote", {"option": "0"}, headers={"HX-Request": "true"}).content.decode()
    assert voted.count('value="50"') == 2
    assert "ines" not in voted.replace(post.code, ""), "nobody learns who voted"


def test_without_script_the_vote_leads_back_to_where_one_was(post: Post, karim: Account) -> None:
    client = Client(HTTP_HOST=HOST)
    client.force_login(karim)
    answer = client.post(f"/p/{post.code}/vote", {"option": "1", "back": "/t/grimpe"})
    assert (answer.status_code, answer["Location"]) == (302, "/t/grimpe")
    away = client.post(f"/p/{post.code}/vote", {"option": "1", "back": "https://evil.example/"})
    assert away["Location"] == post.path
    assert counts(post) == ([0, 1, 0], 1)


def test_a_stranger_finds_no_poll_of_a_closed_tribe(ines: Account, lea: Account) -> None:
    post = posted(ines, gathered(ines, openness=Openness.CLOSED), poll=question())
    client = Client(HTTP_HOST=HOST)
    client.force_login(lea)
    assert client.post(f"/p/{post.code}/vote", {"option": "1"}).status_code == 404


def test_an_erased_members_vote_goes_while_it_is_open_and_stays_decided_after(
    ines: Account, karim: Account, travel: Any
) -> None:
    tribe = gathered(ines, karim)
    short, long = posted(ines, tribe, poll=question()), posted(ines, tribe, poll=question(ends_at=None))
    for post in (short, long):
        polling.vote(post=post, by=karim, options=[1])
    with travel(timedelta(days=3)):
        polling.forget_votes(account_id=karim.pk)
        polling.forget_votes(account_id=karim.pk)
    assert counts(short) == ([0, 1, 0], 1)
    assert counts(long) == ([0, 0, 0], 0)
    assert not PollVote.objects.exists()


def test_those_who_voted_are_told_once_that_it_is_over(
    post: Post, karim: Account, ines: Account, travel: Any, committed: Any, work_off: Callable[[], None]
) -> None:
    polling.vote(post=post, by=karim, options=[1])
    with travel(timedelta(days=2, minutes=5)):
        for _ in range(2):
            with committed():
                tasks.look_at_the_clock()
            work_off()
    told = Notice.objects.filter(kind="tribes.poll_over")
    assert sorted(str(key) for key in told.values_list("recipient", flat=True)) == sorted([str(karim.pk), str(ines.pk)])


def test_a_poll_needs_two_different_answers(ines: Account) -> None:
    from django.http import QueryDict

    from bouquet.sites.tribes.forms.attachments import AttachmentsForm

    words = "with=poll&poll-question=Quand ?&poll-option_1=Mardi&poll-option_2=mardi&poll-lasts=3"
    form = AttachmentsForm(QueryDict(words), by=ines)
    assert not form.take()
    assert "Mardi" in str(form.poll["option_1"]), "what was typed is kept"
    form = AttachmentsForm(QueryDict(words.replace("=mardi", "=Jeudi")), by=ines)
    assert form.take()
    draft = form.attachments().poll
    assert draft is not None
    assert draft.options == ("Mardi", "Jeudi")
    assert not AttachmentsForm(QueryDict("with=poll&poll-question="), by=ines).attachments()


VOTER = """
import json, sys, threading
import django
django.setup()
from django.db import connection
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.tribes.actions import polling
from bouquet.sites.tribes.models import Poll, PollVote, Post
post = Post.objects.select_related("tribe").get(pk=sys.argv[1])
voters = list(Account.objects.filter(pk__in=json.loads(sys.argv[2])))
faults = []
def vote(account, option):
    try:
        polling.vote(post=post, by=account, options=[option])
    except Exception as error:
        faults.append(repr(error))
    finally:
        connection.close()
threads = [threading.Thread(target=vote, args=(one, option)) for option in (0, 1, 0, 1) for one in voters]
for thread in threads: thread.start()
for thread in threads: thread.join()
poll = Poll.objects.get(pk=post.pk)
votes = list(PollVote.objects.filter(poll=poll).values_list("option", flat=True))
print(json.dumps({"faults": faults, "counts": poll.counts, "voters": poll.voters_count, "votes": votes}))
"""


@pytest.mark.django_db(transaction=True)
def test_however_many_vote_at_once_each_counts_once(tmp_path: Path) -> None:
    """Six people press each button twice at the same moment, in threads, on a database with a lock of its own."""
    people = [regular(f"voter{number}", f"Voter {number}") for number in range(6)]
    post = posted(people[0], gathered(*people), poll=question())
    said = _vote_here(post, people) if connection.vendor == "postgresql" else _vote_in_a_file(tmp_path, post, people)
    assert said["faults"] == []
    assert said["voters"] == len(said["votes"]) == 6
    assert sum(said["counts"]) == 6
    assert said["counts"] == [said["votes"].count(number) for number in range(3)]


def _vote_in_a_file(folder: Path, post: Post, people: list[Account]) -> dict[str, Any]:
    with sqlite3.connect(folder / "bouquet.sqlite3") as file:
        connection.ensure_connection()
        connection.connection.backup(file)
    file.close()
    keys = json.dumps([str(person.pk) for person in people])
    surroundings = {**os.environ, "BOUQUET_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "bouquet.config.settings"}
    surroundings.pop("BOUQUET_DATABASE_URL", None)
    asked = [sys.executable, "-W", "ignore", "-c", VOTER, str(post.pk), keys]
    done = subprocess.run(asked, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _vote_here(post: Post, people: list[Account]) -> dict[str, Any]:
    faults: list[str] = []

    def vote(account: Account, option: int) -> None:
        try:
            polling.vote(post=post, by=account, options=[option])
        except Exception as error:
            faults.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=vote, args=(one, option)) for option in (0, 1, 0, 1) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    poll = Poll.objects.get(pk=post.pk)
    votes = list(PollVote.objects.filter(poll=poll).values_list("option", flat=True))
    return {"faults": faults, "counts": poll.counts, "voters": poll.voters_count, "votes": votes}
