"""A sign-in service on this machine that lets in whoever comes, as the person it is told to."""

import base64
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
CLIENT = "ctpat"


class Service(ThreadingHTTPServer):
    """Whom the next sign-in is for, and what was asked for with each code."""

    person: dict[str, Any]
    asked: dict[str, str]

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Discovery, keys, the page of the sign-in (which sends back at once) and the token."""

    server: Service

    def do_GET(self) -> None:
        """Discovery, keys, and the sign-in."""
        asked = urlsplit(self.path)
        if asked.path.endswith("openid-configuration"):
            at = self.server.address
            places = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/jwks"}
            rest = {"response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"]}
            self._answer({"issuer": at} | {name: at + place for name, place in places.items()} | rest)
        elif asked.path == "/jwks":
            self._answer({"keys": [KEY.as_dict(private=False)]})
        else:
            given = {name: values[0] for name, values in parse_qs(asked.query).items()}
            code = secrets.token_hex(8)
            self.server.asked[code] = given.get("nonce", "")
            self.send_response(302)
            back = urlencode({"code": code, "state": given["state"]})
            self.send_header("Location", f"{given['redirect_uri']}?{back}")
            self.end_headers()

    def do_POST(self) -> None:
        """The token of a code."""
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        now = int(time.time())
        claims = {"iss": self.server.address, "aud": CLIENT, "iat": now, "exp": now + 600, "sub": "1"}
        claims |= {"nonce": self.server.asked[body["code"][0]]} | self.server.person
        token = jwt.encode({"alg": "RS256", "kid": "test"}, claims, KEY)
        self._answer({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def log_message(self, *told: object) -> None:
        """Say nothing."""

    def _answer(self, values: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(values).encode())


@contextmanager
def sign_in_service() -> Iterator[Service]:
    """The service, for as long as it is needed."""
    service = Service(("127.0.0.1", 0), Handler)
    service.person, service.asked = {}, {}
    Thread(target=service.serve_forever, daemon=True).start()
    yield service
    service.shutdown()


def settings(service: Service, port: int) -> str:
    """What sign-in.toml says of it for the app at a port."""
    secret = base64.b64encode(secrets.token_bytes(32)).decode()
    told = {
        "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": secret,
        "client_id": CLIENT,
        "client_secret": "secret",
        "server_metadata_url": f"{service.address}/.well-known/openid-configuration",
    }
    return "[auth]\n" + "".join(f'{name} = "{value}"\n' for name, value in told.items())
