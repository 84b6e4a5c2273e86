"""Media segments: ours, embedded and behind nginx, against the same files served by a bare nginx.

Three sizes, as a ladder has them; whole files by many players at once, and parts as a download asks for them. All
servers run at the same time and are asked in turn, so that whatever else the machine does falls on all of them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from itertools import cycle
from pathlib import Path

from bench.loading import fire, request
from bench.results import Result, Row, apart, row, show, typical
from bench.serving import Server, free_port, granian, nginx, running

# Six seconds of sound, of 480p and of 1080p.
SIZES = {"sound, 100 kB": 100_000, "480p, 700 kB": 700_000, "1080p, 4 MB": 4_000_000}
ROUNDS = 11
SECONDS = 0.35
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
    return apart("segments")


def measure() -> Result:
    """In a process whose settings are the bench's own."""
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
            path = files / place / "abc" / _file(name)
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

        def compare(
            what: str, *names: str, part: str = "", is_private: bool = False, has_goal: bool = True
        ) -> list[Row]:
            floors, ours = [], []
            for name in names:
                file = _file(name)
                signed = signed_media_path("abc", file, expires_at=int(clock.timestamp()) + 3600)
                headers = [f"Range: bytes={part}"] if part else []
                floors.append(request(f"/public/abc/{file}", *headers, host=host))
                ours.append(request(signed if is_private else f"/media/public/abc/{file}", *headers, host=host))
            return _compare(what, (bare, floors), (live, ours), (front, ours), has_goal=has_goal)

        sound, small, large = SIZES
        return [
            *compare("what a player fetches: sound and 480p in turn", sound, small),
            *compare("the same, private and signed", sound, small, is_private=True),
            *compare("1080p, 4 MB", large),
            *compare("2 MB out of the middle of 4 MB", large, part="1000000-2999999"),
            # Nothing but sound is not what players ask for; shown because it is where each request costs most.
            *compare("sound alone, 100 kB", sound, has_goal=False),
        ]


def _file(name: str) -> str:
    return f"{name.split(',')[0]}.m4s"


Asked = tuple[Server, list[bytes]]


def _compare(what: str, floor: Asked, embedded: Asked, behind: Asked, *, has_goal: bool) -> list[Row]:
    speeds: dict[str, list[float]] = {"floor": [], "embedded": [], "behind nginx": []}
    for _ in range(ROUNDS):
        for name, (server, raws) in zip(speeds, (floor, embedded, behind), strict=True):
            outcome = fire(server.port, cycle(raws), connections=16, seconds=SECONDS)
            if not set(outcome.statuses) <= {200, 206}:
                raise RuntimeError(f"{what}, {name}: {dict(outcome.statuses)}")
            speeds[name].append(outcome.bytes_per_second / 1e6)
    rows = []
    for name, goal in (("embedded", EMBEDDED_GOAL), ("behind nginx", BEHIND_GOAL)):
        speed, bare = typical(speeds[name], speeds["floor"])
        rows.append(
            row(
                f"{what}, {name} (MB/s)",
                speed,
                floor=bare,
                goal=f"≥ {goal:.0%} of nginx" if has_goal else "",
                met=speed >= goal * bare if has_goal else None,
            )
        )
    return rows


def _user() -> str:
    """nginx's workers read the files as whoever runs the bench."""
    import getpass

    return getpass.getuser()


if __name__ == "__main__":
    show(measure)
