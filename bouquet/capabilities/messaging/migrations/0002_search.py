"""What was said is found by an index: FTS5 beside the log, or a generated column of the messages.

SQLite keeps its index by triggers of the log (`messaging_event`), for a message is written, changed and taken away by
events alone; its number there is that of the event that posted it. A migration that makes SQLite build
`messaging_message` or `messaging_event` anew must begin with `let_go` and end with `take_up` (0005 does): the first
is refused otherwise, the second loses the triggers. The room is a word among the others, so that the index leads to what was said there.
"""

from django.db import migrations, models
from django.db.models import Q

import bouquet.foundation.text.folding as folding

# As `actions.wording.to_find` cuts them.
LONGEST_WORD = 40
AT_ONCE = 500
_OF_ITS_MESSAGE = "(SELECT said.id FROM messaging_event said JOIN messaging_message m ON m.room_id = said.room_id AND m.seq = said.seq WHERE m.id = new.message_id)"


def write_words_one_by_one(apps, schema_editor):
    """They were kept with whatever stood between them."""
    messages = apps.get_model("messaging", "Message").objects.exclude(words="").order_by("pk")
    last = None
    while found := list((messages.filter(pk__gt=last) if last else messages).only("words", "text")[:AT_ONCE]):
        for one in found:
            one.words = " ".join(dict.fromkeys(word[:LONGEST_WORD] for word in folding.words_of(one.text)))
        messages.model.objects.bulk_update(found, ["words"])
        last = found[-1].pk


def keep_the_index(apps, schema_editor):
    run = schema_editor.execute
    if schema_editor.connection.vendor != "sqlite":
        run(
            "ALTER TABLE messaging_message ADD COLUMN said tsvector GENERATED ALWAYS AS "
            "(to_tsvector('simple', 'r' || replace(room_id::text, '-', '') || ' ' || words)) STORED"
        )
        run("CREATE INDEX messaging_said ON messaging_message USING gin (said) WHERE deleted_at IS NULL")
        return
    run(
        "CREATE VIRTUAL TABLE IF NOT EXISTS messaging_said USING fts5(room, words, "
        "tokenize='unicode61 remove_diacritics 0', prefix='2 3', detail=column, columnsize=0)"
    )
    take_up(apps, schema_editor)
    run(
        "INSERT INTO messaging_said(rowid, room, words) SELECT e.id, 'r' || e.room_id, m.words "
        "FROM messaging_event e JOIN messaging_message m ON m.id = e.message_id "
        "WHERE e.kind = 'post' AND m.deleted_at IS NULL AND e.id NOT IN (SELECT rowid FROM messaging_said)"
    )


def take_up(apps, schema_editor):
    """SQLite's triggers, where they are not."""
    run = schema_editor.execute
    if schema_editor.connection.vendor != "sqlite":
        return
    run(
        "CREATE TRIGGER IF NOT EXISTS messaging_said_in AFTER INSERT ON messaging_event WHEN new.kind = 'post' BEGIN "
        "INSERT INTO messaging_said(rowid, room, words) SELECT new.id, 'r' || new.room_id, words "
        "FROM messaging_message WHERE id = new.message_id; END"
    )
    run(
        "CREATE TRIGGER IF NOT EXISTS messaging_said_change AFTER INSERT ON messaging_event WHEN new.kind = 'edit' BEGIN "
        "UPDATE messaging_said SET words = (SELECT words FROM messaging_message WHERE id = new.message_id) "
        f"WHERE rowid = {_OF_ITS_MESSAGE}; END"
    )
    run(
        "CREATE TRIGGER IF NOT EXISTS messaging_said_taken AFTER INSERT ON messaging_event WHEN new.kind = 'delete' "
        f"BEGIN DELETE FROM messaging_said WHERE rowid = {_OF_ITS_MESSAGE}; END"
    )
    run(
        "CREATE TRIGGER IF NOT EXISTS messaging_said_out AFTER DELETE ON messaging_event WHEN old.kind = 'post' BEGIN "
        "DELETE FROM messaging_said WHERE rowid = old.id; END"
    )


def let_go(apps, schema_editor):
    """No triggers: they would name a table that is not there for a moment."""
    if schema_editor.connection.vendor == "sqlite":
        for when in ("in", "change", "taken", "out"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS messaging_said_{when}")


def forget_the_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        let_go(apps, schema_editor)
        schema_editor.execute("DROP TABLE messaging_said")
    else:
        schema_editor.execute("DROP INDEX messaging_said")
        schema_editor.execute("ALTER TABLE messaging_message DROP COLUMN said")


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial")]
    operations = [
        migrations.AddIndex(
            "message",
            models.Index(
                fields=["room", "author", "seq"], condition=Q(deleted_at=None), name="messaging_of_one_there"
            ),
        ),
        migrations.RunPython(write_words_one_by_one, migrations.RunPython.noop),
        migrations.RunPython(keep_the_index, forget_the_index),
    ]
