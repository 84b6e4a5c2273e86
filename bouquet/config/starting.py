"""`bin/run`: prepares what changed, starts every process, says where the brands are, and ends all of it on Ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

from bouquet.config.environment import ROOT, Environment, read_environment
from bouquet.config.preparing import prepare
from bouquet.config.processes import Process, doors, engine_room
from bouquet.config.sites import SITES, THEMES
from bouquet.config.supervising import Supervisor
from bouquet.foundation.brands.network import Network
from bouquet.foundation.brands.reading import BrokenNetwork, load_network

_SEEDED = "demo/seeded"


def main() -> int:
    """Returns the exit status."""
    choice = _arguments()
    # Mail goes to a page of the demo unless the operator said where else.
    if os.environ.get("BOUQUET_PRODUCTION", "") != "1" and not os.environ.get("BOUQUET_SMTP_HOST"):
        os.environ.setdefault("BOUQUET_DEMO", "1")
    try:
        env = read_environment()
        network = load_network(env.network_file, known_sites=SITES, known_themes=THEMES)
        _require_free_ports(env)
        if choice.fresh:
            _start_over(env)
        prepare(env, say=_say)
    except (ImproperlyConfigured, BrokenNetwork, _CannotStart) as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError:
        print("It could not be prepared; the reason is above. Nothing was started.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return _run(env, network, is_loud=choice.verbose, with_demo=not choice.no_demo and env.demo)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/run", description="Runs the whole network on this machine.")
    parser.add_argument("--fresh", action="store_true", help="start over: deletes everything kept in var/ first")
    parser.add_argument("--no-demo", action="store_true", help="start empty, without the demo network")
    parser.add_argument("--verbose", action="store_true", help="show every line the processes log (see var/logs)")
    return parser.parse_args()


def _run(env: Environment, network: Network, *, is_loud: bool, with_demo: bool) -> int:
    child_env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    supervisor = Supervisor(env=child_env, logs=env.var / "logs", say=_say, is_loud=is_loud)
    supervisor.stop_on_signals()
    try:
        supervisor.start(doors(env))
        if supervisor.run(until=_first_page(env, network)):
            _say(_welcome(env, network, is_empty=not with_demo and not (env.var / _SEEDED).parent.exists()))
            supervisor.start(engine_room())
            if with_demo and not (env.var / _SEEDED).exists():
                seed = (sys.executable, "-m", "django", "seed_demo")
                supervisor.start_once(Process("demo", seed, niceness=5))
            supervisor.run()
    finally:
        _say("Ending…")
        supervisor.end()
    return 0


def _require_free_ports(env: Environment) -> None:
    for port, variable in (
        (env.port, "BOUQUET_PORT"),
        (env.pages_port, "BOUQUET_PAGES_PORT"),
        (env.mail_port, "BOUQUET_MAIL_PORT"),
    ):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise _CannotStart(
                    f"Port {port} cannot be used ({error.strerror}). End the program that holds it, "
                    f"or choose another port: {variable}={port + 100} bin/run"
                ) from None


def _start_over(env: Environment) -> None:
    if env.database_url or env.storage_bucket:
        raise _CannotStart(
            "--fresh deletes what is kept in var/. Your data are elsewhere "
            "(BOUQUET_DATABASE_URL, BOUQUET_STORAGE_BUCKET): empty them yourself."
        )
    if env.var.exists() and any(env.var.iterdir()):
        if not (env.var / "secret_key").exists():
            raise _CannotStart(f"{env.var} does not look like a folder of this program; nothing was deleted.")
        _say(f"Deleting everything in {env.var}…")
        shutil.rmtree(env.var)


def _first_page(env: Environment, network: Network) -> Callable[[], bool]:
    """True once the first brand's home page was served; slow starts are told after two seconds."""
    host = network.shown[0].host
    began = time.monotonic()
    is_told = False

    def is_up() -> bool:
        nonlocal is_told
        if not is_told and time.monotonic() - began > 2:
            is_told = True
            _say("· Waiting for the first page…")
        connection = http.client.HTTPConnection("127.0.0.1", env.port, timeout=10)
        try:
            connection.request("GET", "/", headers={"Host": host})
            # 502 and 503: the live door is open, the pages are not there yet.
            return connection.getresponse().status not in {502, 503, 504}
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return is_up


def _welcome(env: Environment, network: Network, *, is_empty: bool) -> str:
    lines = ["", f"{network.name} is running:"]
    for brand in network.brands:
        suffix = f" (leads to {network.brand(brand.leads_to).name})" if brand.leads_to else ""
        lines.append(f"  {brand.name:<14} http://{brand.host}:{env.port}/{suffix}")
    if env.demo:
        lines.append(f"  {'Mailbox':<14} http://{network.account_host}:{env.port}/mailbox/")
        lines.append(f"  {'Operator':<14} http://{network.account_host}:{env.port}/operator/")
        lines += _how_to_begin() if is_empty else _demo_accounts()
    return "\n".join([*lines, "", "Ctrl-C ends everything."])


def _how_to_begin() -> list[str]:
    return ["", "Nobody is here yet. `bin/manage createsuperuser` makes an operator; everybody else signs up."]


def _demo_accounts() -> list[str]:
    from bouquet.capabilities.accounts.demo.people import HOSTS, PASSWORD

    lines = ["", f"Demo accounts, all with the password: {PASSWORD}"]
    return lines + [f"  {person.email:<26} {person.name}, {person.role}" for person in HOSTS]


class _CannotStart(Exception):
    """The message is for the person at the terminal."""


def _say(text: str) -> None:
    # When the terminal was closed there is nobody to tell; its signal ends the program in a moment.
    with contextlib.suppress(OSError):
        print(text, flush=True)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
