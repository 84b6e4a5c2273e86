"""Letters to who said yes and to nobody else; mentions that are true and no others; domains with their record."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core import mail
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.providers import mailbox_of
from bouquet.foundation.clock import clock
from bouquet.sites.blogs.actions import domains, following, mentioning, newsletter, publishing, web
from bouquet.sites.blogs.engine import dns, webmentions
from bouquet.sites.blogs.models import Blog, Follower, Letter, Mention, Post, SentMention, Sight, State
from bouquet.sites.blogs.tests.making import blog_of, post_of

pytestmark = pytest.mark.django_db
HOST = "carnet.shaaz.m6.localhost"


@pytest.fixture
def blog(ines: Account) -> Blog:
    return blog_of(ines)


def visitor() -> Client:
    return Client(headers={"host": HOST})


def path_in(text: str, what: str) -> str:
    found = re.search(rf"https?://[^/]+((?:/en)?/newsletter/{what}/\S+)", text)
    assert found is not None
    return found[1].rstrip(">")


def test_an_address_gets_letters_only_after_its_owner_said_yes(blog: Blog, committed: Any) -> None:
    with committed():
        visitor().post("/newsletter", {"email": "Lea@example.org"})
    assert [letter.to for letter in mail.outbox] == [["lea@example.org"]]
    post = post_of(blog, "La confiture")
    newsletter.send_letters(post_id=post.pk)
    assert len(mail.outbox) == 1, "nothing was confirmed"
    confirm = path_in(str(mail.outbox[0].body), "confirm")
    assert visitor().get(confirm).status_code == 200
    assert Follower.objects.get().confirmed_at is None, "a program that opens links says no yes"
    visitor().post(confirm)
    assert Follower.objects.get().confirmed_at is not None
    later = post_of(blog, "Le pain")
    newsletter.send_letters(post_id=later.pk)
    newsletter.send_letters(post_id=later.pk)
    assert len(mail.outbox) == 2, "once, however often the job runs"


def test_asking_twice_writes_once_and_tells_nothing(blog: Blog, committed: Any) -> None:
    with committed():
        first = visitor().post("/newsletter", {"email": "lea@example.org"})
    with committed():
        second = visitor().post("/newsletter", {"email": "lea@example.org"})
    assert len(mail.outbox) == 1
    assert first.status_code == second.status_code == 200


def test_a_mail_program_stops_the_letters_with_one_post(blog: Blog, karim: Account) -> None:
    following.follow(blog=blog, by=karim, by_mail=True)
    newsletter.send_letters(post_id=post_of(blog, "La confiture").pk)
    letter = mail.outbox[0]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = path_in(letter.extra_headers["List-Unsubscribe"], "stop")
    strict = Client(headers={"host": HOST}, enforce_csrf_checks=True)
    assert strict.get(address).status_code == 200
    assert Follower.objects.get().by_mail, "opening the page stops nothing"
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follower.objects.get().by_mail
    assert blog.followers.count() == 1, "a member goes on following"


def test_letters_that_come_back_for_good_end_after_three(blog: Blog, karim: Account, tmp_path: Path) -> None:
    follower = following.follow(blog=blog, by=karim)
    report = (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        "Final-Recipient: rfc822; a@b\nAction: failed\nStatus: 5.1.1\n\n--x--\n"
    )
    message, holiday = tmp_path / "report.eml", tmp_path / "holiday.eml"
    message.write_text(report)
    holiday.write_text("Subject: absent\nAuto-Submitted: auto-replied\n\nJe suis en vacances.\n")
    for title in ("Un", "Deux", "Trois"):
        newsletter.send_letters(post_id=post_of(blog, title).pk)
        token = Letter.objects.latest("sent_at").token
        assert mail.outbox[-1].from_email.startswith(f"letters+{token}@")
        found = mailbox_of(f"<letters+{token}@mail.example>")
        assert found is not None
        take, taken = found
        take(taken, holiday)
        assert not Letter.objects.get(token=token).bounced_at
        take(taken, message)
        take(taken, message)
    follower.refresh_from_db()
    assert follower.bounces_count == 3
    newsletter.send_letters(post_id=post_of(blog, "Quatre").pk)
    assert len(mail.outbox) == 3


def test_what_is_scheduled_is_published_when_its_time_comes(blog: Blog, travel: Any) -> None:
    at = clock.now() + timedelta(hours=2)
    post = post_of(blog, "Bientôt", state=State.SCHEDULED, published_at=None, scheduled_at=at)
    publishing.publish_due()
    post.refresh_from_db()
    assert not post.is_shown
    with travel(timedelta(hours=3)):
        publishing.publish_due()
        publishing.publish_due()
    shown = Post.objects.get(pk=post.pk)
    assert shown.is_shown and shown.published_at == at


def answering(pages: dict[str, httpx.Response], asked: list[httpx.Request]) -> web.NewClient:
    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return pages.get(str(request.url), httpx.Response(404))

    return lambda: httpx.Client(transport=httpx.MockTransport(answer), follow_redirects=True)


def test_a_mention_shows_once_its_page_was_found_to_link_here(blog: Blog) -> None:
    post = post_of(blog, "La confiture")
    target = post.blog.address(post.path)
    source = "https://ailleurs.example/note"
    answer = visitor().post("/webmention", {"source": source, "target": target})
    assert answer.status_code == 202
    mention = Mention.objects.get()
    lying = {source: httpx.Response(200, html="<title>Rien</title><p>Rien ici.</p>")}
    mentioning.read(mention_id=mention.pk, client=answering(lying, []))
    mention.refresh_from_db()
    assert mention.sight == Sight.GONE
    true = {source: httpx.Response(200, html=f'<title>Une <b>note</title><a href="{target}">là</a>')}
    mentioning.read(mention_id=mention.pk, client=answering(true, []))
    mention.refresh_from_db()
    assert (mention.sight, mention.site) == (Sight.SHOWN, "ailleurs.example")
    assert source in visitor().get("/la-confiture").content.decode()


@pytest.mark.parametrize(
    "source", ["http://127.0.0.1/x", "http://localhost/", "file:///etc/passwd", "gopher://a.b/", ""]
)
def test_the_house_is_not_sent_inside(blog: Blog, source: str) -> None:
    post = post_of(blog, "La confiture")
    answer = visitor().post("/webmention", {"source": source, "target": blog.address(post.path)})
    assert answer.status_code == (202 if source.startswith("http://") else 400)
    with pytest.raises(web.NotReached):
        web.ask(source or "http://10.0.0.1/")


def test_pages_a_post_links_to_are_told_once_for_each_edition(blog: Blog) -> None:
    target = "https://ailleurs.example/page"
    post = post_of(blog, "La confiture", links=(target, blog.address("/autre")))
    pages = {
        target: httpx.Response(200, headers={"link": '</hook>; rel="webmention"'}, html="<p>x</p>"),
        "https://ailleurs.example/hook": httpx.Response(202),
    }
    asked: list[httpx.Request] = []
    mentioning.send(post_id=post.pk, client=answering(pages, asked))
    mentioning.send(post_id=post.pk, client=answering(pages, asked))
    assert [request.method for request in asked] == ["GET", "POST"]
    assert b"target=https%3A%2F%2Failleurs.example%2Fpage" in asked[1].content
    assert SentMention.objects.get().status == 202
    Post.objects.filter(pk=post.pk).update(document={"type": "doc", "content": []}, edition=9)
    mentioning.send(post_id=post.pk, client=answering(pages, asked))
    assert [request.method for request in asked] == ["GET", "POST"] * 2, "told again that it no longer links"


@pytest.mark.parametrize(
    ("header", "html", "found"),
    [
        ('<https://a.example/w>; rel="webmention"', "", "https://a.example/w"),
        ("", '<a href="/w" rel="nofollow webmention">x</a>', "https://p.example/w"),
        ("", '<link rel="webmention" href="">', "https://p.example/page"),
        ("", '<link rel="not-webmention" href="/w">', None),
        ('</other>; rel="hub", </w>; rel=webmention', "", "https://p.example/w"),
    ],
)
def test_endpoints_are_found_where_the_standard_says(header: str, html: str, found: str | None) -> None:
    assert webmentions.endpoint_of(page="https://p.example/page", header=header, html=html) == found


def test_a_domain_answers_once_its_record_is_there(blog: Blog, ines: Account, karim: Account) -> None:
    domains.want(blog=blog, by=ines, domain="Blog.Example.org.")
    with pytest.raises(domains.RecordMissing):
        domains.check(blog=blog, by=ines, lookup=lambda name: ["v=spf1"])
    name, value = domains.record_of(blog)
    assert name == "_shaaz.blog.example.org"
    domains.check(blog=blog, by=ines, lookup=lambda asked: [value] if asked == name else [])
    assert blog.host == "blog.example.org"
    other = blog_of(karim, "Autre", slug="autre")
    domains.want(blog=other, by=karim, domain="blog.example.org")
    with pytest.raises(domains.RecordMissing):
        domains.check(blog=other, by=karim, lookup=lambda asked: [value])
    for wrong in ("shaaz.m6.localhost", "x.shaaz.m6.localhost", "localhost", "1.2.3.4", "a b.org", "http://a.org"):
        with pytest.raises(domains.NotADomain):
            domains.want(blog=blog, by=ines, domain=wrong)


def test_a_domain_whose_record_is_gone_for_days_answers_no_more(blog: Blog, ines: Account, travel: Any) -> None:
    domains.want(blog=blog, by=ines, domain="blog.example.org")
    value = domains.record_of(blog)[1]
    domains.check(blog=blog, by=ines, lookup=lambda _name: [value])
    with travel(timedelta(days=2)):
        domains.check_again(lookup=lambda _name: [])
        assert Blog.objects.get(pk=blog.pk).domain_checked_at is not None, "one bad day is forgiven"
    with travel(timedelta(days=5)):
        domains.check_again(lookup=lambda _name: [])
        assert Blog.objects.get(pk=blog.pk).domain_checked_at is None


def test_answers_of_name_servers_are_read() -> None:
    name = b"\x06_shaaz\x07example\x03org\x00"
    record = b"\xc0\x0c\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x0a\x04blog\x04=xyz"
    answer = b"\x12\x34\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00" + name + b"\x00\x10\x00\x01" + record
    assert dns.texts_in(answer) == ["blog=xyz"]
    assert dns.texts_in(answer[:40]) == []
