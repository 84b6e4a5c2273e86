"""The database keeps the index of the words by itself: FTS5 with triggers, or a generated column.

A migration that makes SQLite build `discovery_entry` anew (most changes of a column do) drops its triggers: it must end
with `keep_the_index`. The tests of discovery find nothing when it was forgotten.
"""

from django.db import migrations

COLUMNS = "names, title, body, facets"
SHELVES = {"discovery_open": 1, "discovery_closed": 2}


def _values(row):
    return f"{row}.id, {row}.names, {row}.title_stems, {row}.body_stems, {row}.facets"


def _out(table, shelf, row="old"):
    return f"INSERT INTO {table}({table}, rowid, {COLUMNS}) SELECT 'delete', {_values(row)} WHERE {row}.shelf = {shelf};"


def _in(table, shelf):
    return f"INSERT INTO {table}(rowid, {COLUMNS}) SELECT {_values('new')} WHERE new.shelf = {shelf};"


def keep_the_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _in_sqlite(schema_editor)
    else:
        _in_postgresql(schema_editor)


def _in_sqlite(schema_editor):
    run = schema_editor.execute
    outs = " ".join(_out(table, shelf) for table, shelf in SHELVES.items())
    ins = " ".join(_in(table, shelf) for table, shelf in SHELVES.items())
    for table in SHELVES:
        # No content of its own: the rows of discovery_entry have it. Words are folded already.
        run(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5({COLUMNS}, content='', "
            "tokenize='unicode61 remove_diacritics 0', prefix='2 3')"
        )
    run(f"CREATE TRIGGER IF NOT EXISTS discovery_entry_in AFTER INSERT ON discovery_entry BEGIN {ins} END")
    run(f"CREATE TRIGGER IF NOT EXISTS discovery_entry_out AFTER DELETE ON discovery_entry BEGIN {outs} END")
    changed = " OR ".join(
        f"old.{column} IS NOT new.{column}"
        for column in ("id", "shelf", "names", "title_stems", "body_stems", "facets")
    )
    run(
        "CREATE TRIGGER IF NOT EXISTS discovery_entry_change AFTER UPDATE ON discovery_entry "
        f"WHEN {changed} BEGIN {outs} {ins} END"
    )


def _in_postgresql(schema_editor):
    weighed = " || ".join(
        f"setweight(to_tsvector('simple', {column}), '{weight}')"
        for column, weight in (("names", "A"), ("title_stems", "B"), ("body_stems", "C"))
    )
    schema_editor.execute(f"ALTER TABLE discovery_entry ADD COLUMN words tsvector GENERATED ALWAYS AS ({weighed}) STORED")
    for table, shelf in SHELVES.items():
        schema_editor.execute(f"CREATE INDEX {table} ON discovery_entry USING gin (words) WHERE shelf = {shelf}")


def forget_the_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for when in ("in", "out", "change"):
            schema_editor.execute(f"DROP TRIGGER discovery_entry_{when}")
        for table in SHELVES:
            schema_editor.execute(f"DROP TABLE {table}")
    else:
        for table in SHELVES:
            schema_editor.execute(f"DROP INDEX {table}")
        schema_editor.execute("ALTER TABLE discovery_entry DROP COLUMN words")


class Migration(migrations.Migration):
    dependencies = [("discovery", "0001_initial")]
    operations = [migrations.RunPython(keep_the_index, forget_the_index)]
