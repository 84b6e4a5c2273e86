"""The generated configuration, run by the real nginx where there is one."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock
from bouquet.foundation.live.nginx import configuration
from bouquet.foundation.live.signing import signed_media_path

NGINX = shutil.which("nginx")
needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt install nginx-light)")


class Live(BaseHTTPRequestHandler):
    """Stands in for the live process: answers with what it was told about the visitor."""

    def do_GET(self) -> None:
        told = "\n".join(f"{name.lower()}: {value}" for name, value in self.headers.items()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        pass


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def front(tmp_path: Path, settings: Settings) -> Iterator[int]:
    """The port of an nginx in front of a stand-in."""
    settings.BOUQUET_VAR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    for name, content in {
        "static/app.0123456789ab.css": b"a{}" * 500,
        "static/app.css": b"a{}",
        "files/public/abc/720p/1.m4s": bytes(range(256)) * 40,
        "files/public/abc/evil.html": b"<script>",
        "files/private/abc/1.m4s": b"secret",
        "files/public/abc/.draft": b"half",
        "secret_key": b"top secret",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    live = ThreadingHTTPServer(("127.0.0.1", 0), Live)
    Thread(target=live.serve_forever, daemon=True).start()
    settings.BOUQUET_PORT = live.server_address[1]
    port = free_port()
    (tmp_path / "nginx").mkdir()
    # Started by root, nginx works as an account that cannot read root's own temporary folder.
    text = configuration(run=str(tmp_path / "nginx"), listen=f"127.0.0.1:{port}", user="root")
    (tmp_path / "nginx.conf").write_text(text)
    command = [NGINX or "", "-c", str(tmp_path / "nginx.conf"), "-g", "daemon off; master_process off;"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield port
    process.terminate()
    process.wait(5)
    live.shutdown()


class Got:
    def __init__(self, port: int, path: str, **headers: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        host = headers.pop("host", network().hosts[-1])
        connection.request("GET", path, headers={"Host": host, **{n.replace("_", "-"): v for n, v in headers.items()}})
        response = connection.getresponse()
        self.status, self.headers, self.body = response.status, response.headers, response.read()
        connection.close()


@needs_nginx
def test_public_files_are_served_by_nginx_itself(front: int) -> None:
    got = Got(front, "/media/public/abc/720p/1.m4s", range="bytes=5-9")
    assert (got.status, got.body) == (206, bytes([5, 6, 7, 8, 9]))
    assert got.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert got.headers["Content-Type"] == "video/iso.segment"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Disposition"] is None


@needs_nginx
def test_nginx_checks_our_signatures(front: int) -> None:
    good = signed_media_path("abc", "1.m4s", expires_at=int(clock.timestamp()) + 60)
    got = Got(front, good)
    assert (got.status, got.body, got.headers["Cache-Control"]) == (200, b"secret", "private, no-store")
    over = signed_media_path("abc", "1.m4s", expires_at=int(clock.timestamp()) - 1)
    for path in (over, good.replace("/abc/", "/abd/"), "/media/private/abc/1.m4s"):
        got = Got(front, path)
        assert got.status in {403, 404}
        assert b"secret" not in got.body


@needs_nginx
def test_no_path_leads_out_of_the_files(front: int) -> None:
    for path in (
        "/media/public/../private/abc/1.m4s",
        "/media/public/%2e%2e/private/abc/1.m4s",
        "/media/public/abc/..%2f..%2f..%2fsecret_key",
        "/media/public/abc/.draft",
        "/static/../secret_key",
        "/static/%2e%2e/secret_key",
        "/static../secret_key",
    ):
        got = Got(front, path)
        assert b"secret" not in got.body.replace(b"host", b"")
        assert got.status != 200 or b"host:" in got.body, path


@needs_nginx
def test_a_browser_may_run_nothing_of_what_nginx_serves(front: int) -> None:
    got = Got(front, "/media/public/abc/evil.html")
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["Content-Disposition"] == "attachment"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@needs_nginx
def test_a_download_bears_its_name(front: int) -> None:
    got = Got(front, "/media/public/abc/720p/1.m4s?download=L%27%C3%A9t%C3%A9.mp4")
    assert got.headers["Content-Disposition"] == "attachment; filename*=UTF-8''L%27%C3%A9t%C3%A9.mp4"
    forged = Got(front, '/media/public/abc/720p/1.m4s?download=x";filename=y.exe')
    assert forged.headers["Content-Disposition"] is None


@needs_nginx
def test_static_files_are_compressed_and_hashed_ones_kept_for_ever(front: int) -> None:
    got = Got(front, "/static/app.0123456789ab.css", accept_encoding="gzip")
    assert got.headers["Content-Encoding"] == "gzip"
    assert got.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Got(front, "/static/app.css").headers["Cache-Control"] == "public, max-age=0, must-revalidate"


@needs_nginx
def test_only_nginx_says_who_the_visitor_is(front: int) -> None:
    host = network().hosts[-1]
    told = Got(front, "/watch?a=%20b", x_forwarded_for="6.6.6.6", x_forwarded_proto="https", forwarded="for=6.6.6.6")
    lines = told.body.decode().split("\n")
    assert f"host: {host}" in lines
    assert "x-forwarded-for: 127.0.0.1" in lines
    assert "x-forwarded-proto: http" in lines
    assert not any("6.6.6.6" in line for line in lines)


@needs_nginx
def test_a_host_nobody_configured_is_refused(front: int) -> None:
    assert Got(front, "/", host="evil.example").status == 421


def test_the_command_refuses_what_would_leave_the_house_without_encryption_by_accident() -> None:
    for wrong in ([], ["--certificate", "a.pem"], ["--certificate", "a.pem", "--key", "b.pem", "--listen", "80"]):
        with pytest.raises(CommandError, match="--certificate and --key"):
            call_command("nginx_conf", *wrong)


def test_with_a_certificate_plain_http_only_leads_to_https() -> None:
    text = configuration(run="/run/bouquet", certificate="/etc/c.pem", key="/etc/k.pem", user="www-data")
    assert "listen 443 ssl http2;" in text
    assert "return 301 https://$host$request_uri;" in text
    assert text.startswith("# Made by") and "user www-data;" in text
