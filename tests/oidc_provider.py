"""A small identity provider for the tests: it signs in whoever it was told to, rightly or wrongly."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "posture", "secret-of-the-client"


@dataclass
class Provider:
    """What it answers.

    Attributes
    ----------
    person : dict
        Claims about who signs in there.
    wrong : dict
        Claims of the token that are wrong on purpose; ``None`` leaves one out.
    key : RSAKey
        With which it signs; `published` is the one that it names.
    unsigned : bool
        Its token has no signature, and says so.
    """

    url: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)
    published: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    key: RSAKey | None = None
    unsigned: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)

    def about(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def token(self) -> dict[str, Any]:
        now = int(time.time())
        usual = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked[-1]["nonce"],
        }
        claims = {**usual, **self.person, **self.wrong}
        claims = {key: value for key, value in claims.items() if value is not None}
        if self.unsigned:
            parts = [_packed({"alg": "none", "typ": "JWT"}), _packed(claims), ""]
            signed = ".".join(parts)
        else:
            signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key or self.published)
        return {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


def _packed(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """It answers on a free port of this computer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            if path == "/authorize":
                asked = {key: values[0] for key, values in query.items()}
                provider.asked.append(asked)
                self.send_response(302)
                back = urlencode({"code": "once", "state": asked["state"]})
                self.send_header("Location", f"{asked['redirect_uri']}?{back}")
                self.end_headers()
            elif path == "/keys":
                self._say({"keys": [provider.published.as_dict(private=False)]})
            else:
                self._say(provider.about())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._say(provider.token())

        def _say(self, what: dict[str, Any]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(what).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(30)
        server.server_close()
