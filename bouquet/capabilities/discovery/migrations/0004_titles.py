"""PostgreSQL keeps the words of titles apart from those of texts.

In one column, it could not know how rare a word is in titles, and had to look into each row for where the word stands.
Now `title_words` holds names (A) and the stems of titles (B), and `words` the stems of titles (B) and texts (C): a word
that may stand anywhere is looked for without its letter, so that the index alone has the answer.
"""

from django.db import migrations

WORDS = (("title_stems", "B"), ("body_stems", "C"))
TITLE_WORDS = (("names", "A"), ("title_stems", "B"))
BEFORE = (("names", "A"), ("title_stems", "B"), ("body_stems", "C"))
SHELVES = {"discovery_open": 1, "discovery_closed": 2}


def _add(run, column, fields, tables):
    weighed = " || ".join(f"setweight(to_tsvector('simple', {field}), '{weight}')" for field, weight in fields)
    # In the row itself: who walks the newest rows would fetch the words of each from elsewhere, at 7 µs a row.
    run(
        f"ALTER TABLE discovery_entry ADD COLUMN {column} tsvector GENERATED ALWAYS AS ({weighed}) STORED, "
        f"ALTER COLUMN {column} SET STORAGE MAIN"
    )
    for table, shelf in tables.items():
        run(f"CREATE INDEX {table} ON discovery_entry USING gin ({column}) WHERE shelf = {shelf}")


def part_the_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        return
    # The indexes of a column go with it.
    schema_editor.execute("ALTER TABLE discovery_entry DROP COLUMN words")
    _add(schema_editor.execute, "words", WORDS, SHELVES)
    titles = {f"{table}_titles": shelf for table, shelf in SHELVES.items()}
    _add(schema_editor.execute, "title_words", TITLE_WORDS, titles)


def join_the_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        return
    schema_editor.execute("ALTER TABLE discovery_entry DROP COLUMN title_words")
    schema_editor.execute("ALTER TABLE discovery_entry DROP COLUMN words")
    _add(schema_editor.execute, "words", BEFORE, SHELVES)


class Migration(migrations.Migration):
    dependencies = [("discovery", "0003_parts")]
    operations = [migrations.RunPython(part_the_index, join_the_index)]
