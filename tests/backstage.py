"""What journeys do behind the scenes: run in a process of the network under test, one JSON line per call.

Every function below may be called by name from a journey: `network.call("open_account", handle="ines")`. It does
what it does through the product's own actions.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path
from typing import Any


def open_account(handle: str, name: str = "", *, is_operator: bool = False) -> str:
    """A member who is of age, with a verified address and the regulars' password; returns the key."""
    from bouquet.capabilities.accounts.models import Account
    from tests.regulars import regular

    known = Account.objects.filter(handle=handle).first()
    return str((known or regular(handle, name or handle.capitalize(), is_operator=is_operator)).pk)


def session_of(handle: str, host: str = "wideo.m6.localhost") -> dict[str, str]:
    """A cookie that signs this member in on `host`."""
    from django.conf import settings
    from django.test import Client

    from bouquet.capabilities.accounts.models import Account

    client = Client(HTTP_HOST=host)
    client.force_login(Account.objects.get(handle=handle))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


def publish(path: str, handle: str, title: str = "", **fields: Any) -> dict[str, Any]:
    """Publishes a file as `bin/manage publish` does, and waits; returns what that prints for it."""
    from io import StringIO

    from django.core.management import call_command

    printed = StringIO()
    call_command("publish", path, "--as", handle, "--json", stdout=printed)
    made: dict[str, Any] = json.loads(printed.getvalue().splitlines()[-1])
    if title or fields:
        from bouquet.sites.videos.models import Video

        video = Video.objects.order_by("-pk")[0]
        Video.objects.filter(pk=video.pk).update(**({"title": title} if title else {}), **fields)
    return made


def asset_facts(file_name: str) -> dict[str, Any]:
    """What is known of the newest file of this name."""
    from bouquet.capabilities.media.models import Asset
    from bouquet.foundation.events.models import AnnouncedEvent

    asset = Asset.objects.filter(file_name=file_name).order_by("-pk")[0]
    return {
        "state": asset.state,
        "chapters": [chapter.title for chapter in asset.chapters.all()],
        "captions": [caption.language for caption in asset.captions.all()],
        # The pieces themselves are gone once they are joined.
        "was_cut": AnnouncedEvent.objects.filter(name="media.AssetCut", payload__asset_id=str(asset.pk)).exists(),
        "poster": asset.poster,
        "fps": asset.fps,
        "source_seconds": asset.probe.duration_seconds,
    }


def found_tribe(name: str, by: str, *, openness: str = "open", tags: list[str] | None = None, members: int = 0) -> str:
    """A tribe founded by this member, with as many others in it; returns its slug."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.capabilities.moderation.models import Pace
    from bouquet.sites.tribes.actions import founding
    from bouquet.sites.tribes.models import Membership

    open_account(by)
    # Who is new founds one tribe a day; their others were founded on other days.
    Pace.objects.filter(account__handle=by, verb="found").delete()
    details = founding.Details(name=name, openness=openness, about=f"{name} : venez.", tags=tags or [])
    tribe = founding.found(by=Account.objects.get(handle=by), details=details)
    for number in range(members):
        handle = f"{tribe.slug.replace('-', '_')}_{number}"
        open_account(handle)
        Membership.objects.create(tribe=tribe, account=Account.objects.get(handle=handle))
    return tribe.slug


def join_tribe(slug: str, handle: str) -> None:
    """This member is in, by an invitation when the tribe is not open."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.sites.tribes.actions import inviting, joining
    from bouquet.sites.tribes.models import Membership, Role, Tribe

    open_account(handle)
    tribe, newcomer = Tribe.objects.get(slug=slug), Account.objects.get(handle=handle)
    if not tribe.is_open:
        founder = Membership.objects.get(tribe=tribe, role=Role.FOUNDER).account
        inviting.invite(tribe=tribe, account=newcomer, by=founder)
    joining.join(tribe=tribe, by=newcomer)


def make_keeper(slug: str, handle: str) -> None:
    """The founder hands this member a key."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.sites.tribes.actions import keeping
    from bouquet.sites.tribes.models import Membership, Role, Tribe

    tribe = Tribe.objects.get(slug=slug)
    founder = Membership.objects.get(tribe=tribe, role=Role.FOUNDER).account
    keeping.give_role(tribe=tribe, account=Account.objects.get(handle=handle), role=Role.KEEPER, by=founder)


def post_in_tribe(slug: str, handle: str, text: str) -> str:
    """Something said there; returns the path of its page."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.sites.tribes.actions import posting
    from bouquet.sites.tribes.models import Tribe

    author = Account.objects.get(handle=handle)
    return posting.publish(by=author, tribe=Tribe.objects.get(slug=slug), text=text).path


def make_playlist(handle: str, title: str, videos: list[str]) -> str:
    """A public playlist of the videos at these paths, in their order; returns the address of its page."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.sites.videos.actions import collecting
    from bouquet.sites.videos.actions.addressing import absolute
    from bouquet.sites.videos.models import Video

    owner = Account.objects.get(handle=handle)
    playlist = collecting.make(by=owner, title=title, visibility="public")
    for path in videos:
        collecting.put_in(playlist=playlist, video=Video.objects.get(code=path.split("/")[2]), by=owner)
    return absolute(playlist.path)


def name_moderator(handle: str) -> None:
    """The desk is open to this member."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.capabilities.moderation.actions import naming

    open_account(handle)
    naming.name(account=Account.objects.get(handle=handle), by=None)


def take_pushes(handle: str, endpoint: str) -> None:
    """The browser that this member signed in with last takes pushes."""
    import base64

    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    from bouquet.capabilities.accounts.models import Account, SignIn
    from bouquet.capabilities.notifications.actions import listening

    account = Account.objects.get(handle=handle)
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    raw = point.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    p256dh, auth = (base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in (raw, bytes(16)))
    sign_in = SignIn.objects.filter(account=account).latest("opened_at")
    listening.listen(account=account, sign_in=sign_in, endpoint=endpoint, p256dh=p256dh, auth=auth)


def push_endpoints(handle: str) -> list[str]:
    """Where this member's browsers take pushes."""
    from bouquet.capabilities.notifications.models import Device

    return list(Device.objects.filter(account__handle=handle).values_list("endpoint", flat=True))


def fill_tribe(slug: str, handle: str, posts: int) -> str:
    """A feed of words, photos, a poll and an event, and a word on this member's page; returns the photo's post."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.sites.tribes.models import Tribe
    from bouquet.sites.tribes.tests.gatherings import drafts, outing, photo_of, posted, question

    by, tribe = Account.objects.get(handle=handle), Tribe.objects.get(slug=slug)
    for number in range(posts):
        posted(by, tribe, f"Séance n° {number} : qui vient, et qui ramène la magnésie ?")
    posted(by, tribe, "On vote.", poll=question())
    posted(by, tribe, "On y va.", event=outing())
    posted(by, None, "Sur ma page, pour tous.")
    sizes = ((1600, 1200), (1200, 1600))
    colours = ("#6d28ff", "#c6ff3d")
    photos = [photo_of(by, colour, size) for colour, size in zip(colours, sizes, strict=True)]
    return posted(by, tribe, "Le mur d’hier.", photos=drafts(*photos)).path


def change_openness(slug: str, openness: str) -> None:
    """Its founder closes the tribe, hides it, or opens it."""
    from bouquet.sites.tribes.actions import founding
    from bouquet.sites.tribes.models import Membership, Role, Tribe

    tribe = Tribe.objects.get(slug=slug)
    founder = Membership.objects.get(tribe=tribe, role=Role.FOUNDER).account
    founding.edit(tribe=tribe, by=founder, details=founding.Details(name=tribe.name, openness=openness))


def befriend(one: str, other: str) -> None:
    """These two are friends."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.sites.tribes.actions import befriending

    for handle in (one, other):
        open_account(handle)
    first, second = Account.objects.get(handle=one), Account.objects.get(handle=other)
    befriending.ask(account=second, by=first)
    befriending.ask(account=first, by=second)


def mails() -> list[dict[str, str]]:
    """Every mail of the mailbox, the newest first."""
    from bouquet.foundation.mail import mailbox

    return [{"to": str(letter.to), "subject": letter.subject} for letter in mailbox.letters()]


def open_talk(name: str, by: str, others: list[str], *, openness: str = "public", lines: int = 0) -> str:
    """A room of this member with the others in it, and so many lines said; returns its code."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.capabilities.messaging.actions import joining, opening, posting
    from bouquet.capabilities.moderation.models import Pace

    for handle in [by, *others]:
        open_account(handle)
    founder = Account.objects.get(handle=by)
    room = opening.open_room(by=founder, name=name, topic=f"{name} : on y cause.", openness=openness)
    for handle in others:
        member = Account.objects.get(handle=handle)
        if openness != "public":
            joining.invite(room=room, by=founder, account=member)
        joining.join(room=room, by=member)
    for number in range(lines):
        Pace.objects.all().delete()
        posting.post(room=room, by=founder, text=f"Ligne {number}")
    Pace.objects.all().delete()
    return room.code


def said_in(code: str) -> list[str]:
    """All that is said in a room and its threads, in order."""
    from bouquet.capabilities.messaging.models import Message

    said = Message.objects.there().filter(room__code=code).order_by("seq")
    return list(said.values_list("text", flat=True))


def open_post(by: str, title: str) -> dict[str, str]:
    """A published post in a blog of this member; returns its address and its blog's host."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.capabilities.moderation.models import Pace
    from bouquet.sites.blogs.actions import opening, writing
    from bouquet.sites.blogs.engine.markdown import document_of_markdown
    from bouquet.sites.blogs.models import Author, Role

    open_account(by)
    owner = Account.objects.get(handle=by)
    Pace.objects.all().delete()
    owned = Author.objects.filter(account=owner, role=Role.OWNER).select_related("blog").first()
    blog = owned.blog if owned else opening.open_blog(by=owner, name=f"Le carnet de {by}")
    document, _losses = document_of_markdown("Une louche de patience, deux de coings.")
    post = writing.begin(blog=blog, by=owner, words=writing.Words(title, document))
    post = writing.bring_out(post=post, by=owner)
    return {"path": post.path, "host": blog.own_host}


def begin_post(by: str, others: list[str]) -> str:
    """An empty draft in this member's blog, where the others edit; returns its code."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.sites.blogs.actions import opening, writing
    from bouquet.sites.blogs.models import Author, Blog, Role

    for handle in [by, *others]:
        open_account(handle)
    owner = Account.objects.get(handle=by)
    blog = Blog.objects.filter(authors__account=owner, authors__role=Role.OWNER).first()
    blog = blog or opening.open_blog(by=owner, name=f"La table de {owner.display_name}")
    for handle in others:
        editor = Account.objects.get(handle=handle)
        Author.objects.get_or_create(blog=blog, account=editor, defaults={"role": Role.EDITOR, "slug": handle})
    return writing.begin(blog=blog, by=owner).code


def post_shown(code: str) -> str:
    """The HTML of a post that shows; nothing of one that does not."""
    from bouquet.sites.blogs.models import Post

    return Post.objects.filter(code=code, is_shown=True).values_list("html", flat=True).first() or ""


def open_blog(by: str, name: str) -> str:
    """An empty blog of this member; returns the name of its host below the brand's."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.sites.blogs.actions import opening

    open_account(by)
    return opening.open_blog(by=Account.objects.get(handle=by), name=name).slug


def fill_blog(slug: str, posts: int) -> list[str]:
    """So many posts with a cover, tags and a category in this blog; returns the addresses of its front and of the
    last one."""
    from io import BytesIO

    from PIL import Image

    from bouquet.capabilities.moderation.models import Pace
    from bouquet.sites.blogs.actions import detailing, filing, writing
    from bouquet.sites.blogs.actions.addressing import post_address
    from bouquet.sites.blogs.engine.markdown import document_of_markdown
    from bouquet.sites.blogs.models import Blog, Category, Role

    blog = Blog.objects.get(slug=slug)
    owner = blog.authors.select_related("account").get(role=Role.OWNER).account
    assert owner is not None
    category = filing.make_shelf(Category, blog=blog, by=owner, name="Au fournil")
    text = "## Le matin\n\n" + "Le pain lève pendant que la ville dort encore. " * 40 + "\n\n> Encore un peu de sel.\n"
    for number in range(posts):
        file = BytesIO()
        Image.radial_gradient("L").resize((1600, 1000)).convert("RGB").save(file, "JPEG")
        file.seek(0)
        document, _losses = document_of_markdown(text)
        post = writing.begin(blog=blog, by=owner, words=writing.Words(f"Une fournée, {number}", document))
        details = detailing.Details(
            slug=f"fournee-{number}", category=category, tags=["pain", "levain"], cover=file, cover_alt="Un halo"
        )
        detailing.detail(post=post, by=owner, details=details)
        post.refresh_from_db()
        Pace.objects.all().delete()
        post = writing.bring_out(post=post, by=owner)
    return [blog.address(), post_address(post)]


def posts_in_blog(slug: str) -> int:
    """How many posts and pages there are, drafts too."""
    from bouquet.sites.blogs.models import Post

    return Post.objects.filter(blog__slug=slug).count()


def address_of_post(code: str) -> str:
    """Where it is read."""
    from bouquet.sites.blogs.actions.addressing import post_address
    from bouquet.sites.blogs.models import Post

    return post_address(Post.objects.select_related("blog").get(code=code))


def main() -> None:
    import django

    django.setup()
    answers = sys.stdout
    # Whatever the product prints must not be taken for an answer.
    sys.stdout = sys.stderr
    for line in sys.stdin:
        function, arguments = json.loads(line)
        try:
            result = {"result": globals()[function](**arguments)}
        except Exception:
            result = {"error": traceback.format_exc()}
        answers.write(json.dumps(result) + "\n")
        answers.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
