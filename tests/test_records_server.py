"""The same records on a real PostgreSQL server, started here from the system's own programs."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from postgres import SECRET, USER, PostgresServer, programs_of_server, running
from records_cases import analysis, draft, expect_lists_in_order, jpeg, new_photo
from sqlalchemy import Connection

from analyzer.records import (
    ChangedMeanwhileError,
    CodeTakenError,
    NewerSchemaError,
    NewPhoto,
    NewThomasPhoto,
    NoConnectionError,
    NotForServerError,
    NotFoundError,
    NotRecordsError,
    NotWritableError,
    Records,
    RecordsBusyError,
    RecordsError,
    schema,
)
from analyzer.records.database import Database
from analyzer.records.tables import Base
from analyzer.types import Corrections
from tests.unit import thomas_cases

# One server is enough.
pytestmark = pytest.mark.xdist_group("server")


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    programs = programs_of_server()
    if programs is None:
        reason = "PostgreSQL is not installed (on Debian: apt-get install postgresql)."
        pytest.fail(reason, pytrace=False) if os.environ.get("CI") else pytest.skip(reason)
    with running(programs) as made:
        yield made


@pytest.fixture
def url(server: PostgresServer, request: pytest.FixtureRequest) -> str:
    """An empty database."""
    name = f"t{abs(hash(request.node.name))}"
    server.sql(f"CREATE DATABASE {name}")
    return server.url(name)


def test_the_whole_way(url: str) -> None:
    with Records.create(url) as records:
        assert not records.encrypted
        assert records.size_bytes() is None
        client = records.add_client("K-1", "Anna Müller 🙂", "a\0note")
        assert (client.name, client.note) == ("Anna Müller 🙂", "a note")
        with pytest.raises(CodeTakenError):
            records.add_client("k-1")
        given = draft(
            new_photo(1, 8.0), new_photo(2, 12.0), new_photo(3, 1.0, "left"), notes="wörds", exercises=("e",)
        )
        test = thomas_cases.analysis("right", -4.0)
        given = replace(given, thomas=(NewThomasPhoto("lying.jpg", jpeg(4), test),))
        saved = records.save_visit(client.id, given)
        assert records.visit(saved.id) == saved
        assert [photo.analysis for photo in saved.photos] == [photo.analysis for photo in given.photos]
        assert [records.photo_data(photo.id) for photo in saved.photos] == [jpeg(1), jpeg(2), jpeg(3)]
        assert records.photo_data(saved.thomas[0].id) == jpeg(4)
        assert saved.thomas[0].analysis == test
        noted = records.note_access(client.id, "anna")
        assert records.accesses(client.id) == (noted,)
        (lying,) = records.thomas_timeline(client.id)
        assert (lying.side, lying.level) == ("right", test.finding.level)
        assert lying.measures["thigh_angle"].value == test.measures["thigh_angle"].value
        (line,) = records.visits(client.id)
        assert (line.photos, line.thomas) == (3, 1)
        corrected = replace(
            saved.photos[1], analysis=analysis(30.0, corrections=Corrections({"hip": (1.0, 2.0)}))
        )
        again = records.save_visit(client.id, replace(saved.draft(), photos=(corrected,)), saved.id)
        assert again.photos == (corrected,)
        (point,) = records.timeline(client.id)
        assert point.measures["knee_angle"].value == pytest.approx(30 + 1 / 3)
        with pytest.raises(RecordsError):
            records.save_visit(client.id, draft(new_photo(5), NewPhoto("x.jpg", b"no", analysis())))
        assert len(records.visits(client.id)) == 1
        assert records.export_client(client.id).startswith(b"PK")
        for ask in (records.backup, lambda: records.change_passphrase("", "long enough")):
            with pytest.raises(NotForServerError):
                ask()
    with Records.open(url) as records:
        assert [found.code for found in records.clients("muller anna")] == ["K-1"]
        records.erase_client(client.id)
        assert records.clients() == ()
        with pytest.raises(NotFoundError):
            records.visit(saved.id)
        with records._database.connection(writes=False) as connection:
            for table in Base.metadata.tables.values():
                assert connection.execute(table.select()).all() == []
        assert records.add_client("K-1").id > client.id


def test_nothing_of_an_erased_client_is_in_the_tables_after_the_server_cleaned_up(
    url: str, server: PostgresServer
) -> None:
    """What docs/records.md says of erasing on a server. Its journal (pg_wal) and its backups are its own."""
    secret, kept = b"Zoe Quivering-Marmalade", b"Kept Byname"
    noise = np.random.default_rng(7).bytes(40_000)
    picture = jpeg(1)[:2] + noise
    with Records.create(url) as records:
        stays = records.add_client("K-2", kept.decode())
        client = records.add_client("K-1", secret.decode())
        photo = NewPhoto("a.jpg", picture, analysis(), True)
        visit = records.save_visit(client.id, draft(photo, notes=f"about {secret.decode()}"))
        records.keep_report(visit.id, "PDF", b"%PDF" + noise[::-1])
        records.note_access(client.id, secret.decode())
        server.sql("CHECKPOINT")
        parts = (secret, noise[5_000:5_032], noise[::-1][5_000:5_032])
        assert all(server.holds(part) for part in parts)
        records.erase_client(client.id)
        assert [found.id for found in records.clients()] == [stays.id]
    server.sql("VACUUM FULL", url.rpartition("/")[2])
    server.sql("CHECKPOINT")  # files of before are gone with it
    assert not any(server.holds(part) for part in parts)
    assert server.holds(kept)


def test_lists_are_in_the_same_order_as_in_a_file(url: str) -> None:
    with Records.create(url) as records:
        expect_lists_in_order(records)
        assert records.count_clients("c") == 5
        assert records.count_clients("%") == 0


def test_the_steps_make_what_the_code_expects(url: str) -> None:
    with Records.create(url) as records, records._database.connection(writes=False) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_older_and_newer_tables(url: str, server: PostgresServer) -> None:
    database = Database.of_server(url)
    with database.connection(writes=True) as connection:
        schema.upgrade(connection, "0001")
    database.close()
    with Records.open(url) as records:
        client = records.add_client("K")
        records.save_visit(client.id, draft(new_photo(1)))
        assert len(records.timeline(client.id)) == 1
    name = url.rpartition("/")[2]
    server.sql("UPDATE alembic_version SET version_num = '9999'", name)
    with pytest.raises(NewerSchemaError):
        Records.open(url)


def test_a_database_of_something_else(url: str, server: PostgresServer) -> None:
    server.sql("CREATE TABLE client (id int)", url.rpartition("/")[2])
    with pytest.raises(NotRecordsError):
        Records.open(url)


def test_a_step_that_fails_leaves_nothing(
    url: str, monkeypatch: pytest.MonkeyPatch, server: PostgresServer
) -> None:
    def fail(connection: Connection, to: str = "head") -> None:
        original(connection, to)
        raise RecordsError

    original = schema.upgrade
    with monkeypatch.context() as changed:
        changed.setattr(schema, "upgrade", fail)
        with pytest.raises(RecordsError):
            Records.open(url)
    assert (
        server.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", url.rpartition("/")[2])
        == "0"
    )
    with Records.open(url) as records:
        assert records.clients() == ()


def test_two_stations_begin_at_the_same_time(url: str) -> None:
    opened, trouble = [], []

    def begin() -> None:
        try:
            opened.append(Records.open(url))
        except RecordsError as error:
            trouble.append(error.code)

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not trouble
    for records in opened:
        assert records.clients() == ()
        records.close()


def test_several_stations(url: str) -> None:
    with Records.open(url) as first, Records.open(url) as second:
        client = first.add_client("K")
        visit = second.save_visit(client.id, draft(new_photo(1)))
        assert first.visit(visit.id) == visit
        trouble: list[BaseException] = []

        def work(records: Records, number: int) -> None:
            try:
                for step in range(4):
                    records.save_visit(client.id, draft(new_photo(number), notes=f"{number} {step}"))
                    records.add_client(f"{number} {step}")
            except BaseException as error:  # for the test to see
                trouble.append(error)

        threads = [threading.Thread(target=work, args=((first, second)[n % 2], n)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not trouble
        assert len(first.visits(client.id)) == 25 and first.count_clients() == 25
        second.erase_client(client.id)
        with pytest.raises(NotFoundError):
            first.save_visit(client.id, draft(new_photo(1)))


def test_stations_that_change_one_visit_at_once_overwrite_nothing(url: str) -> None:
    """Each adds a word to what it read, and tries again when another one was quicker."""
    with Records.open(url) as first, Records.open(url) as second:
        client = first.add_client("K-1")
        visit = first.save_visit(client.id, replace(draft(), notes=""))

        def write(records: Records, word: str) -> None:
            while True:
                read = records.visit(visit.id)
                changed = replace(read.draft(), notes=f"{read.notes} {word}")
                try:
                    records.save_visit(client.id, changed, visit.id, unchanged_since=read.changed_utc)
                except ChangedMeanwhileError:
                    continue
                return

        threads = [
            threading.Thread(target=write, args=((first, second)[n % 2], f"word{n}")) for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(first.visit(visit.id).notes.split()) == [f"word{n}" for n in range(8)]
        with pytest.raises(ChangedMeanwhileError):
            second.save_visit(client.id, visit.draft(), visit.id, unchanged_since=visit.changed_utc)


def test_somebody_holds_what_is_needed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from analyzer.records import server as ours  # noqa: PLC0415

    monkeypatch.setattr(ours, "LOCK_TIMEOUT", "200ms")
    with Records.open(url) as records:
        client = records.add_client("K")
        other = Database.of_server(url)
        with other.connection(writes=True) as connection:
            connection.exec_driver_sql(f"SELECT * FROM client WHERE id = {client.id} FOR UPDATE")  # noqa: S608
            with pytest.raises(RecordsBusyError):
                records.change_client(client.id, name="x")
        other.close()
        assert records.change_client(client.id, name="x").name == "x"


def test_a_user_who_may_only_read(url: str, server: PostgresServer) -> None:
    name = url.rpartition("/")[2]
    with Records.open(url) as records:
        records.add_client("K")
    server.sql(
        "CREATE ROLE reader LOGIN PASSWORD 'r'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", name
    )
    with Records.open(f"postgresql://reader:r@127.0.0.1:{server.port}/{name}") as records:
        assert len(records.clients()) == 1
        with pytest.raises(NotWritableError):
            records.add_client("L")


def test_no_connection(url: str, server: PostgresServer) -> None:
    """A clear sentence, without the address and its password."""
    name = url.rpartition("/")[2]
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = unused.getsockname()[1]
        for address in (
            f"postgresql://{USER}:{SECRET}@127.0.0.1:{nobody}/{name}",
            f"postgresql://{USER}:wrong@127.0.0.1:{server.port}/{name}",
            f"postgresql://nobody:{SECRET}@127.0.0.1:{server.port}/{name}",
            f"{url}_not_there",
            f"{url}?sslmode=require",  # this server has no certificate
            f"{url}?sslmode=verify-full",
            f"{url}?sslmode=maybe",
            f"{url}?sslmode=require&sslrootcert=/not/there",
            "mysql://host/database",
            "postgresql://host:port/database",
        ):
            with pytest.raises(NoConnectionError) as caught:
                Records.open(address)
            assert "word" not in repr(caught.value).replace("password", "")
            assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_tls_is_the_default_to_other_computers(monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy import make_url  # noqa: PLC0415

    from analyzer.records.server import ssl_context  # noqa: PLC0415

    checked = ssl_context(make_url("postgresql://server.practice.example/records"))
    assert checked is not None and checked.check_hostname
    loose = ssl_context(make_url("postgresql://server/records?sslmode=require"))
    assert loose is not None and not loose.check_hostname
    for address in (
        "postgresql://localhost/r",
        "postgresql://server/r?sslmode=disable",
        "postgresql:///r?unix_sock=/x",
    ):
        assert ssl_context(make_url(address)) is None


def test_a_server_that_was_restarted(url: str, server: PostgresServer) -> None:
    with Records.open(url) as records:
        records.add_client("K")
        name = url.rpartition("/")[2]
        ended = f"pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        server.sql(f"SELECT {ended}")
        assert [client.code for client in records.clients()] == ["K"]
