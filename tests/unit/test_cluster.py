"""A real scheduler of Dask and real workers: everything is done, whoever is lost on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_processes import ROOT, begun, lives, make_photos, prepare, until

from analyzer import batch
from analyzer.cli import program as cli

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="processes and signals differ"),
    # Dask's own libraries, in this process only where a client runs.
    pytest.mark.filterwarnings("default"),
]


class Machines:
    """A scheduler, and workers that are processes of their own."""

    def __init__(self, folder: Path, host: str = "127.0.0.1", inside: tuple[str, ...] = ()) -> None:
        self.environment = prepare(folder)
        self.marks = folder / "marks"
        self._file = folder / "scheduler.json"
        self._folder = folder
        self._started: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--host", host, "--port", "0", inside=inside)
        until(self._file.exists)
        until(lambda: self._file.read_text("utf-8").endswith("}"))
        self.address = json.loads(self._file.read_text("utf-8"))["address"]

    def _start(self, what: str, *options: str, inside: tuple[str, ...] = ()) -> None:
        common = ["--scheduler-file", str(self._file), "--no-dashboard"]
        log = (self._folder / f"{what}-{len(self._started)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                [*inside, sys.executable, "-m", "dask", what, *common, *options],
                env={**os.environ, **self.environment},
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        self._started.append(process)

    def start_worker(self, host: str = "127.0.0.1", inside: tuple[str, ...] = ()) -> None:
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self._folder), "--host", host)
        self._start("worker", *options, inside=inside)

    def add_workers(self, count: int) -> None:
        """Start workers, and wait until the scheduler knows of so many."""
        from distributed import Client  # noqa: PLC0415 - heavy

        for _ in range(count):
            self.start_worker()
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=120)

    def close(self) -> None:
        (self.marks / "go").touch()
        for process in reversed(self._started):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def machines(tmp_path_factory) -> Iterator[Machines]:
    made = Machines(tmp_path_factory.mktemp("machines"))
    try:
        made.add_workers(2)
        yield made
    finally:
        made.close()


@pytest.fixture
def analyze(machines, capsys):
    """Run the command line on the cluster: exit status, lines of standard output, standard error."""

    def call(*arguments: object) -> tuple[int, list[dict], str]:
        status = cli.main(["analyze", *map(str, arguments), "--scheduler", machines.address])
        captured = capsys.readouterr()
        return status, [json.loads(line) for line in captured.out.splitlines()], captured.err

    return call


def test_workers_write_and_the_client_hears_where(machines, analyze, tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    names = [f"a{number}" for number in range(20)]
    make_photos(folder, *names)
    make_photos(folder / "more", "nobody", *names[:3])
    status, lines, err = analyze(folder, "--recursive", "--out", out, "--no-overlay")
    assert status == 1
    assert [line["result"] for line in lines] == [
        *(f"{name}.json" for name in names),
        *(f"more/{name}.json" for name in (*names[:3], "nobody")),
    ]
    assert "nobody.png: No person" in err
    assert all("measures" not in line for line in lines)
    workers = {pid for name in names for pid in begun(machines.marks, name)}
    assert len(workers) == 2
    assert os.getpid() not in workers
    stored = json.loads((out / "more" / "a1.json").read_bytes())
    assert stored["photo"]["sha256"] == batch.file_sha256(folder / "more" / "a1.png")

    status, lines, _ = analyze(folder, "--recursive", "--out", out, "--no-overlay", "--resume")
    assert (status, len(lines)) == (1, 24)
    assert len(begun(machines.marks, "a7")) == 1


def test_the_table_is_written_in_parts(analyze, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    folder, out = tmp_path / "in", tmp_path / "out"
    photos = make_photos(folder, *(f"b{number}" for number in range(20)), "nobody")
    for more in ([], ["--resume"]):
        status, lines, _ = analyze(folder, "--out", f"file://{out}", "--format", "parquet", *more)
        assert (status, lines) == (1, [])
        table = pq.read_table(out / "results.parquet").to_pylist()
        assert {row["photo"]: row["sha256"] for row in table} == {
            photo.name: batch.file_sha256(photo) for photo in photos
        }
        assert {row["error_code"] for row in table} == {None, "no_person"}
    assert len(list((out / "results.parquet").iterdir())) > 1


def test_lazy_collections_in_and_out(machines, tmp_path):
    from distributed import Client  # noqa: PLC0415 - heavy

    bag = pytest.importorskip("dask.bag")
    from analyzer.cluster import analyze_bag, to_dataframe  # noqa: PLC0415 - heavy

    photos = make_photos(tmp_path, "c1", "nobody", "c2", "c3")
    lazy = analyze_bag(bag.from_sequence([f"file://{path}" for path in photos], npartitions=2))
    assert begun(machines.marks, "c1") == []
    with Client(machines.address) as _:
        records = lazy.compute()
        frame = to_dataframe(lazy).compute()
        written = analyze_bag(bag.from_sequence(map(str, photos)), out=str(tmp_path / "out")).compute()
    assert [record["photo"]["name"] for record in records] == [path.name for path in photos]
    assert [record["error"] and record["error"]["code"] for record in records] == [
        None,
        "no_person",
        None,
        None,
    ]
    assert list(frame["photo"]) == [path.name for path in photos]
    assert frame["sacral_slope"].dtype == "float64"
    assert [record["result"] for record in written] == ["c1.json", "nobody.json", "c2.json", "c3.json"]
    assert json.loads((tmp_path / "out" / "c3.json").read_bytes()) == records[3] | {
        "provenance": json.loads((tmp_path / "out" / "c3.json").read_bytes())["provenance"]
    }


def test_a_lost_worker_costs_its_photos_a_try(machines, tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    names = [f"d{number}" for number in range(30)]
    make_photos(folder, *names[:10], "wait_d", *names[10:])
    code = "import sys; from analyzer.cli.program import main; sys.exit(main())"
    command = ["analyze", folder, "--out", out, "--no-overlay", "--scheduler", machines.address]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, command)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: begun(machines.marks, "wait_d") or process.poll() is not None)
    (victim,) = begun(machines.marks, "wait_d")
    os.kill(victim, signal.SIGKILL)
    until(lambda: not lives(victim))
    (machines.marks / "go").touch()
    text, err = process.communicate(timeout=200)
    machines.add_workers(1)
    assert process.returncode == 0, err
    assert len(text.splitlines()) == 31
    assert sorted(path.stem for path in out.glob("*.json")) == sorted([*names, "wait_d"])
    assert len(set(begun(machines.marks, "wait_d"))) == 2


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


@pytest.fixture
def hosts() -> Iterator[dict[str, tuple[str, ...]]]:
    """Two hosts with a cable between them: their addresses, and what runs a command there."""
    names = [f"posture{os.getpid()}{end}" for end in "ab"]
    try:
        for name in names:
            ip("netns", "add", name)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("hosts of one's own can be made by root on Linux only")
    try:
        ip("link", "add", "pa", "netns", names[0], "type", "veth", "peer", "name", "pb", "netns", names[1])
        for number, (name, device) in enumerate(zip(names, ("pa", "pb"), strict=True), start=1):
            ip("-n", name, "addr", "add", f"10.77.0.{number}/24", "dev", device)
            ip("-n", name, "link", "set", device, "up")
            ip("-n", name, "link", "set", "lo", "up")
        yield {f"10.77.0.{n}": ("ip", "netns", "exec", name) for n, name in enumerate(names, start=1)}
    finally:
        for name in names:
            ip("netns", "del", name)


def test_two_hosts_work_together(hosts, tmp_path):
    (first, there), (second, elsewhere) = hosts.items()
    machines = Machines(tmp_path, first, there)
    folder, out = tmp_path / "in", tmp_path / "out"
    names = [f"e{number}" for number in range(40)]
    make_photos(folder, *names)
    try:
        machines.start_worker(second, elsewhere)  # no one works on the host of the scheduler
        code = "import sys; from analyzer.cli.program import main; sys.exit(main())"
        command = ["analyze", folder, "--out", out, "--no-overlay", "--scheduler", machines.address]
        done = subprocess.run(
            [*there, sys.executable, "-c", code, *map(str, command)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
    finally:
        machines.close()
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["photo"]["name"] for line in done.stdout.splitlines()] == [
        f"{name}.png" for name in names
    ]
    assert len(list(out.glob("*.json"))) == 40


def test_a_cluster_that_cannot_be_used_says_so(tmp_path, capsys, monkeypatch):
    from analyzer.cluster import crew  # noqa: PLC0415 - heavy

    monkeypatch.setattr(crew, "_CONNECT_S", 1)
    status = cli.main(["analyze", "a.jpg", "--out", str(tmp_path), "--scheduler", "tcp://127.0.0.1:9"])
    captured = capsys.readouterr()
    assert (status, captured.out) == (1, "")
    assert "No scheduler answers" in captured.err


@pytest.mark.parametrize("more", [[], ["--out", "x", "--jobs", "2"], ["--out", "x", "--format", "csv"]])
def test_what_does_not_go_with_a_cluster(more):
    with pytest.raises(SystemExit):
        cli.main(["analyze", "a.jpg", "--scheduler", "tcp://127.0.0.1:9", *more])
