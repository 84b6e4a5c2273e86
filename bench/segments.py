"""Media segments: ours, embedded and behind nginx, against the same files served by a bare nginx.

Three sizes, as a ladder has them; whole files by many players at once, and parts as a download asks for them. All servers
run at the same time and are asked in turn, so that whatever else the machine does falls on all of them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from statistics import median

from bench.loading import fire, request
from bench.results import Result, Row, row, show
from bench.serving import Server, free_port, granian, nginx, running

SIZES = {"100 kB": 100_000, "1 MB": 1_000_000, "4 MB": 4_000_000}
ROUNDS = 5
SECONDS = 0.8
EMBEDDED_GOAL, BEHIND_GOAL = 0.5, 0.9

BARE = """
worker_processes auto; pid bare.pid; daemon off;
events { worker_connections 1024; }
http {
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
    server { listen 127.0.0.1:%(port)d; location / { root %(files)s; } }
}
"""


def run() -> Result:
    """Needs about half a minute, and nginx (`apt install nginx-light`)."""
    if shutil.which("nginx") is None:
        raise RuntimeError("This bench compares with nginx, which is not installed: apt install nginx-light.")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"BOUQUET_VAR": folder, "DJANGO_SETTINGS_MODULE": "bouquet.config.settings"}
        return {"name": "segments", "rows": _rows(Path(folder))}


def _rows(folder: Path) -> list[Row]:
    live_port, bare_port, front_port = free_port(), free_port(), free_port()
    os.environ |= {"BOUQUET_PORT": str(live_port), "BOUQUET_PAGES_PORT": str(free_port())}
    import django

    django.setup()
    from bouquet.foundation.brands.current import network
    from bouquet.foundation.clock import clock
    from bouquet.foundation.live.nginx import configuration
    from bouquet.foundation.live.signing import signed_media_path

    files = folder / "files"
    for name, size in SIZES.items():
        for place in ("public", "private"):
            path = files / place / "abc" / f"{name.replace(' ', '')}.m4s"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(os.urandom(size))
    for home in ("bare", "front"):
        (folder / home).mkdir()
    host = network().hosts[-1]
    front_text = configuration(run=str(folder / "front"), listen=f"127.0.0.1:{front_port}", user=_user())
    bare_text = f"user {_user()};" + BARE % {"port": bare_port, "files": files}
    with (
        running(granian("bouquet.config.live:app", port=live_port), port=live_port) as live,
        running(nginx(folder / "bare", bare_text), port=bare_port) as bare,
        running([*nginx(folder / "front", front_text), "-g", "daemon off;"], port=front_port) as front,
    ):
        rows = []
        for name in SIZES:
            file = f"{name.replace(' ', '')}.m4s"
            floor = (bare, request(f"/public/abc/{file}", host=host))
            signed = signed_media_path("abc", file, expires_at=int(clock.timestamp()) + 3600)
            public = request(f"/media/public/abc/{file}", host=host)
            private = request(signed, host=host)
            rows += _compare(f"{name} public", floor, embedded=(live, public), behind=(front, public))
            rows += _compare(f"{name} private, signed", floor, embedded=(live, private), behind=(front, private))
        part = "Range: bytes=500000-2499999"
        floor = (bare, request("/public/abc/4MB.m4s", part, host=host))
        ours = request("/media/public/abc/4MB.m4s", part, host=host)
        return rows + _compare("2 MB part of 4 MB", floor, embedded=(live, ours), behind=(front, ours))


Asked = tuple[Server, bytes]


def _compare(what: str, floor: Asked, *, embedded: Asked, behind: Asked) -> list[Row]:
    speeds: dict[str, list[float]] = {"floor": [], "embedded": [], "behind": []}
    for _ in range(ROUNDS):
        for name, (server, raw) in (("floor", floor), ("embedded", embedded), ("behind", behind)):
            outcome = fire(server.port, iter(lambda raw=raw: raw, None), connections=16, seconds=SECONDS)  # type: ignore[misc]
            if not set(outcome.statuses) <= {200, 206}:
                raise RuntimeError(f"{what}, {name}: {dict(outcome.statuses)}")
            speeds[name].append(outcome.bytes_per_second / 1e6)
    bare = median(speeds["floor"])
    rows = []
    for name, goal in (("embedded", EMBEDDED_GOAL), ("behind nginx", BEHIND_GOAL)):
        speed = median(speeds[name.split()[0]])
        rows.append(
            row(f"{what}, {name} (MB/s)", speed, floor=bare, goal=f"≥ {goal:.0%} of nginx", met=speed >= goal * bare)
        )
    return rows


def _user() -> str:
    """nginx's workers read the files as whoever runs the bench."""
    import getpass

    return getpass.getuser()


if __name__ == "__main__":
    show(run)
