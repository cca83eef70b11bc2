"""An authority of this practice, and a certificate of this computer that it has signed.

Stations and phones learn once to trust the authority; the computer's certificate can then be made anew, when
it nears its end or the computer has another address. The authority is good for names and addresses of local
networks alone (RFC 5280, name constraints): whoever steals its key cannot pass for anybody on the internet.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

AUTHORITY_DAYS: Final = 3650
DAYS: Final = 397
"""What no phone or browser finds too long."""
RENEW_DAYS: Final = 60
"""With fewer days left the certificate is made anew."""
LOCAL_NAMES: Final = ("localhost", "local", "lan", "home", "internal", "home.arpa", "test")
LOCAL_NETWORKS: Final = (
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
    *("fc00::/7", "fe80::/10", "::1/128"),
)
_EARLIER: Final = timedelta(days=1)
"""Certificates begin so long ago: clocks of phones may be late."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files for the server, and what people compare.

    Attributes
    ----------
    chain, key, authority : Path
        The certificate with the authority's after it; its key; the authority's certificate alone.
    fingerprint : str
        SHA-256 of the authority's certificate, in pairs of digits.
    ends : datetime
        When the certificate ends.
    renewed : bool
        Whether it was made just now.
    """

    chain: Path
    key: Path
    authority: Path
    fingerprint: str
    ends: datetime
    renewed: bool


def ensure_certificate(folder: Path, names: Iterable[str], now: datetime | None = None) -> Certificate:
    """The certificate of this computer for these names and addresses; made, or made anew, where it has to be.

    Parameters
    ----------
    folder : Path
        Of certificates and keys; made readable for its owner alone.
    names : iterable of str
        Names and IP addresses. Those that no local network has are left out.
    now : datetime, optional
        In UTC.

    Raises
    ------
    OSError
        The files cannot be read or written.
    ValueError
        A file in the folder is damaged.
    """
    from cryptography import x509  # noqa: PLC0415 - for those who set up a network only
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415

    now = now or datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority, authority_key = _authority(folder, now)
    wanted = {name.lower() for name in names if is_local(name)}
    chain, key_file = folder / "server.pem", folder / "server.key"
    own = x509.load_pem_x509_certificates(chain.read_bytes())[0] if chain.is_file() else None
    renewed = False
    if own is None or not key_file.is_file() or not _still_good(own, authority, wanted, now):
        renewed = True
        own, key = _sign(authority, authority_key, sorted(wanted), now)
        write_secretly(key_file, _key_bytes(key))
        pem = serialization.Encoding.PEM
        write_secretly(chain, own.public_bytes(pem) + authority.public_bytes(pem))
    digest = authority.fingerprint(hashes.SHA256()).hex(":").upper()
    return Certificate(chain, key_file, folder / "authority.pem", digest, own.not_valid_after_utc, renewed)


def is_local(name: str) -> bool:
    """Whether the authority may vouch for a name or address: a single word counts, as a router gives it."""
    try:
        ip = ipaddress.ip_address(name)
    except ValueError:
        last = name.lower().rstrip(".")
        return (
            bool(last)
            and last.isascii()
            and any(last == known or last.endswith(f".{known}") for known in LOCAL_NAMES)
        )
    return any(ip.version == net.version and ip in net for net in map(ipaddress.ip_network, LOCAL_NETWORKS))


def write_secretly(file: Path, data: bytes) -> None:
    """Write a file that only its owner can read, all of it or nothing."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def _authority(folder: Path, now: datetime) -> tuple[x509.Certificate, EllipticCurvePrivateKey]:
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    file, key_file = folder / "authority.pem", folder / "authority.key"
    if file.is_file() and key_file.is_file():
        known = x509.load_pem_x509_certificate(file.read_bytes())
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        # One that ends before the next certificate would is of no use.
        if isinstance(key, ec.EllipticCurvePrivateKey) and known.not_valid_after_utc > now + timedelta(
            days=DAYS
        ):
            return known, key
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Posture analyzer, own authority of {now:%Y-%m-%d}")
    permitted: list[x509.GeneralName] = [x509.DNSName(known) for known in LOCAL_NAMES]
    permitted += [x509.IPAddress(ipaddress.ip_network(network)) for network in LOCAL_NETWORKS]
    made = (
        _builder(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, _sha256())
    )
    write_secretly(key_file, _key_bytes(key))
    write_secretly(file, made.public_bytes(serialization.Encoding.PEM))
    return made, key


def _sign(
    authority: x509.Certificate, authority_key: EllipticCurvePrivateKey, names: list[str], now: datetime
) -> tuple[x509.Certificate, EllipticCurvePrivateKey]:
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    made = (
        _builder(_name("Posture analyzer"), authority.subject, key, now, DAYS)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(issuer, critical=False)
        .sign(authority_key, _sha256())
    )
    return made, key


def _still_good(own: x509.Certificate, authority: x509.Certificate, wanted: set[str], now: datetime) -> bool:
    from cryptography import x509  # noqa: PLC0415
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415

    try:
        own.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    said = own.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    named = {*said.get_values_for_type(x509.DNSName), *map(str, said.get_values_for_type(x509.IPAddress))}
    return wanted <= named and own.not_valid_after_utc > now + timedelta(days=RENEW_DAYS)


def _builder(
    name: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    from cryptography import x509  # noqa: PLC0415

    return x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=(now - _EARLIER).replace(tzinfo=None),
        not_valid_after=(now + timedelta(days=days)).replace(tzinfo=None),
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    from cryptography import x509  # noqa: PLC0415

    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _general_name(name: str) -> x509.GeneralName:
    from cryptography import x509  # noqa: PLC0415

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _name(common: str) -> x509.Name:
    from cryptography import x509  # noqa: PLC0415

    return x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, common)])


def _key_bytes(key: EllipticCurvePrivateKey) -> bytes:
    from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415

    return key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())


def _sha256() -> Any:
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415

    return hashes.SHA256()
