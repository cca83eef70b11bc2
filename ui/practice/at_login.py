"""What starts the app when somebody signs in to this computer: a file of the system's kind, and its switch.

Linux: a unit of systemd for this user. macOS: an agent of launchd. Windows: a task of the task scheduler.
Variables of this program (``POSTURE_…``) that are set when it is installed are kept in it, so it is readable
for its owner alone.
"""

from __future__ import annotations

import os
import platform
import plistlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from xml.sax.saxutils import escape

from platformdirs import user_config_path, user_log_path

from ui.access.certificates import write_secretly

Kind = Literal["systemd", "launchd", "task"]
NAME: Final = "posture-analyzer"
LABEL: Final = "posture-analyzer.practice"
TASK: Final = "Posture analyzer"
_PREFIX: Final = "POSTURE_"


@dataclass(frozen=True, slots=True)
class Start:
    """What is started.

    Attributes
    ----------
    command : tuple of str
        The program with its path, and its arguments.
    folder : Path
        Where it runs.
    variables : mapping
        Of its environment, beside the usual ones.
    """

    command: tuple[str, ...]
    folder: Path
    variables: Mapping[str, str]


def this_kind() -> Kind:
    """That of this system."""
    return {"Windows": "task", "Darwin": "launchd"}.get(platform.system(), "systemd")  # type: ignore[return-value]


def make_start(arguments: Sequence[str], folder: Path) -> Start:
    """The command ``practice`` with these arguments, as it runs now."""
    program = Path(sys.executable)
    windowless = program.with_name("pythonw.exe")
    if os.name == "nt" and windowless.is_file():
        program = windowless
    kept = {name: value for name, value in os.environ.items() if name.startswith(_PREFIX)}
    return Start((str(program), "-m", "analyzer", "practice", *arguments), folder, kept)


def file_of(kind: Kind, home: Path | None = None) -> Path:
    """Where the file belongs."""
    home = home or Path.home()
    if kind == "systemd":
        given = os.environ.get("XDG_CONFIG_HOME", "")
        return (Path(given) if given else home / ".config") / "systemd" / "user" / f"{NAME}.service"
    if kind == "launchd":
        return home / "Library" / "LaunchAgents" / f"{LABEL}.plist"
    return user_config_path(NAME, appauthor=False) / f"{NAME}.xml"


def text_of(kind: Kind, start: Start) -> bytes:
    """What is in it."""
    makers = {"systemd": systemd_unit, "launchd": launchd_agent, "task": windows_task}
    return makers[kind](start)


def systemd_unit(start: Start) -> bytes:
    """A unit of systemd for one user."""
    lines = [
        "[Unit]",
        "Description=Posture analyzer for this practice",
        "",
        "[Service]",
        f"WorkingDirectory={_unit_path(str(start.folder))}",
        *(f"Environment={_unit_word(f'{key}={value}')}" for key, value in sorted(start.variables.items())),
        f"ExecStart={' '.join(_unit_word(word, command=True) for word in start.command)}",
        "Restart=on-failure",
        "RestartSec=10",
        "UMask=0077",
        "NoNewPrivileges=yes",
        "",
        "[Install]",
        "WantedBy=default.target",
        "",
    ]
    return "\n".join(lines).encode()


def launchd_agent(start: Start) -> bytes:
    """An agent of launchd for one user."""
    log = str(user_log_path(NAME, appauthor=False) / "practice.log")
    return plistlib.dumps(
        {
            "Label": LABEL,
            "ProgramArguments": list(start.command),
            "WorkingDirectory": str(start.folder),
            "EnvironmentVariables": dict(start.variables),
            "RunAtLoad": True,
            "KeepAlive": {"SuccessfulExit": False},
            "ThrottleInterval": 10,
            "Umask": 0o077,
            "StandardOutPath": log,
            "StandardErrorPath": log,
        }
    )


def windows_task(start: Start) -> bytes:
    """A task of Windows for whoever creates it. A task has no variables: the shell sets them before."""
    program, *arguments = start.command
    if start.variables:
        # In quotes, so that signs of the shell in them mean nothing.
        before = " && ".join(f'set "{key}={value}"' for key, value in sorted(start.variables.items()))
        inside = subprocess.list2cmdline([program, *arguments])
        program, said = "cmd.exe", f'/d /s /c "{before} && {inside}"'
    else:
        said = subprocess.list2cmdline(arguments)
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Posture analyzer for this practice</Description></RegistrationInfo>
  <Triggers><LogonTrigger><Enabled>true</Enabled></LogonTrigger></Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType><RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>10</Count></RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(said)}</Arguments>
      <WorkingDirectory>{escape(str(start.folder))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
""".replace("\n", "\r\n").encode("utf-16")


def commands_to_switch(kind: Kind, file: Path, *, on: bool) -> list[list[str]]:
    """What tells the system of the file, or to forget it."""
    if kind == "systemd":
        reload, verb = ["systemctl", "--user", "daemon-reload"], "enable" if on else "disable"
        change = ["systemctl", "--user", verb, f"{NAME}.service"]
        return [reload, change] if on else [change, reload]
    if kind == "launchd":
        verb = "load" if on else "unload"
        # An agent in its folder starts with the next sign-in by itself.
        return [] if on else [["launchctl", verb, str(file)]]
    if on:
        return [["schtasks", "/Create", "/F", "/TN", TASK, "/XML", str(file)]]
    return [["schtasks", "/Delete", "/F", "/TN", TASK]]


def install(start: Start, kind: Kind | None = None) -> tuple[Path, list[str] | None]:
    """Write the file and switch it on; the file, and the command that did not work, if one did not.

    Raises
    ------
    OSError
        The file could not be written.
    """
    kind = kind or this_kind()
    file = file_of(kind)
    file.parent.mkdir(parents=True, exist_ok=True)
    if kind == "launchd":
        user_log_path(NAME, appauthor=False).mkdir(parents=True, exist_ok=True)
    write_secretly(file, text_of(kind, start))
    failed = (command for command in commands_to_switch(kind, file, on=True) if not _done(command))
    return file, next(failed, None)


def remove(kind: Kind | None = None) -> bool:
    """Switch it off and remove the file; whether there was one.

    Raises
    ------
    OSError
        The file could not be removed.
    """
    kind = kind or this_kind()
    file = file_of(kind)
    there = file.is_file()
    if there:
        switch_off = commands_to_switch(kind, file, on=False)
        # While it runs it goes on until it is stopped; it is the next sign-in that matters.
        _done(switch_off[0])
        file.unlink()
        for command in switch_off[1:]:
            _done(command)
    return there


def _done(command: list[str]) -> bool:
    try:
        ended = subprocess.run(command, check=False, capture_output=True, timeout=60)  # noqa: S603 - our own
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


def _unit_word(word: str, *, command: bool = False) -> str:
    """A word as systemd reads it: in quotes, with its own signs doubled."""
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("\n", "\\n")
    return f'"{quoted.replace("$", "$$") if command else quoted}"'


def _unit_path(path: str) -> str:
    return path.replace("%", "%%")
