"""What the command says: where the app is, what to allow, and whom other devices have to trust."""

from __future__ import annotations

import platform
import shutil
from ipaddress import IPv4Interface
from typing import Final, Literal

from analyzer.language import Table, mark, tr

System = Literal["Windows", "Darwin", "ufw", "firewalld", "other"]

FIRST_ACCOUNT: Final = mark(
    "On a network everybody signs in. Please choose the name and password of the first account: that of the "
    "owner, who may do everything."
)
NAME: Final = mark("Name: ")
NO_TERMINAL: Final = mark("There is no account yet, and nobody to ask here. Please run in a terminal:")
NO_ACCOUNT: Final = mark("Without an account the app is not started on a network.")
NO_NETWORK: Final = mark(
    "This computer is in no network at the moment: other stations and phones cannot reach it. Connect it, "
    "and the app goes on under its address there."
)
IN_USE: Final = mark(
    "Something answers at port {port} already, most likely this very program. End it first, or choose "
    "another port with --port."
)
AT: Final = mark("On this computer:  {here}\nOn other stations and phones of the network:  {there}")
SCAN: Final = mark("Or scan this code with the other device:")
TRUST: Final = mark(
    "The first time, each device warns that it does not know this computer. Get the authority of this "
    "practice on it once, from {address} or as the file {file}, and install it as a certificate authority:"
)
TRUST_HOW: Final = Table(
    {
        "iphone": "iPhone, iPad: open the address in Safari, then Settings, Profile Downloaded, Install; "
        "then Settings, General, About, Certificate Trust Settings, switch it on.",
        "android": "Android: open the address, then Settings, Security, Encryption and credentials, Install "
        "a certificate, CA certificate.",
        "windows": "Windows: open the file, Install Certificate, Current User, Place all in: Trusted Root "
        "Certification Authorities.",
        "mac": "Mac: open the file, add it in Keychain Access, open it there, Trust: Always Trust.",
        "firefox": "Firefox, on any system: Settings, Certificates, Authorities, Import.",
    }
)
COMPARE: Final = mark(
    "Compare before you install it. The device has to show this fingerprint (SHA-256); with another one, "
    "somebody stands between:\n{fingerprint}"
)
ENDS: Final = mark(
    "The certificate is made anew by itself before it ends ({day}). The authority stays the same."
)
FIREWALL: Final = Table(
    {
        "Windows": "If Windows asks whether Python may be reached: allow it for private networks, not for "
        "public ones. If it does not ask and no station gets through, run this once as "
        "administrator:\n{command}",
        "Darwin": "If macOS asks whether Python may accept connections: allow it. Otherwise: System "
        "Settings, Network, Firewall, Options, add Python and allow incoming connections.",
        "ufw": "If the firewall (ufw) is on, allow this practice's network once:\n{command}",
        "firewalld": "If the firewall (firewalld) is on, allow the app once:\n{command}",
        "other": "If this computer has a firewall, it has to let TCP port {port} through, from the "
        "practice's own network alone.",
    }
)
COMMANDS: Final[dict[System, str]] = {
    "Windows": 'netsh advfirewall firewall add rule name="Posture analyzer" dir=in action=allow protocol=TCP '
    "localport={port} profile=private remoteip=localsubnet",
    "Darwin": "",
    "ufw": "sudo ufw allow proto tcp from {network} to any port {port}",
    "firewalld": "sudo firewall-cmd --permanent --add-port={port}/tcp && sudo firewall-cmd --reload",
    "other": "",
}
ROUTER: Final = mark(
    "Give this computer a fixed address in the router, so that it stays the same. Never forward a port of "
    "the router to it: the app is for this network alone."
)
STOP: Final = mark("Leave this window open while you use it. Stop with Ctrl+C.")
INSTALLED: Final = mark("From the next sign-in to this computer on, it starts by itself:  {file}")
INSTALLED_BY_HAND: Final = mark("The file was written, but could not be switched on. Please run:  {command}")
LINGER: Final = mark("To have it run without anybody signed in to this computer:  {command}")
REMOVED: Final = mark("It does not start by itself any more.")
NOT_THERE: Final = mark("It did not start by itself before.")
NO_FILES: Final = mark(
    "The certificate could not be made in {folder}. Please check that the folder can be written to."
)
DAMAGED: Final = mark(
    "A certificate or key in {folder} is damaged. Move the folder away and start again: a new authority is "
    "made, and each device has to trust that one."
)
RENEWED: Final = mark("The address or certificate of this computer is new: the app was started again.")
SERVER_ENDED: Final = mark("The app has ended. The lines above say why.")
LEFT_OUT: Final = mark(
    "{name} is no name of a local network, so the authority cannot vouch for it. Names may end in .local, "
    ".lan, .home, .internal or .home.arpa."
)


def firewall(port: int, networks: tuple[IPv4Interface, ...], system: System | None = None) -> str:
    """What to allow in the firewall of this computer."""
    system = system or this_system()
    network = str(networks[0].network) if networks else "192.168.0.0/16"
    command = COMMANDS[system].format(port=port, network=network)
    return FIREWALL[system].format(port=port, command=command)


def this_system() -> System:
    """Whose firewall it is."""
    system = platform.system()
    if system == "Windows":
        return "Windows"
    if system == "Darwin":
        return "Darwin"
    if shutil.which("ufw"):
        return "ufw"
    return "firewalld" if shutil.which("firewall-cmd") else "other"


def trust(address: str, file: str, fingerprint: str) -> str:
    """How other devices learn to trust this computer."""
    how = "\n".join(f"- {TRUST_HOW[device]}" for device in TRUST_HOW)
    compare = tr(COMPARE, fingerprint=fingerprint)
    return f"{tr(TRUST, address=address, file=file)}\n{how}\n{compare}"
