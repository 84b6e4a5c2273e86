"""Every file of the collection, published by `bin/manage publish` on a running network, ends as MEDIA.md says.

What the engine makes of each is proved beside it (media/tests/engine); this is the whole way: taken in, prepared by
workers, shown on a page, served to a stranger.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bouquet.capabilities.media.tests.engine.test_real_files import PRIVATE_WORDS, PROMISED, REFUSED
from bouquet.config.environment import ROOT
from tests.network import RunningNetwork, running_network

LONG = "long_6min_1080p_tiny.mp4"
SAID_OF_REFUSED = {
    "audio_only_aac.mp4": "son",
    "music_siesta_ccbysa.mp3": "son",
    "corrupt_text_named_mp4.mp4": "n’est pas une vidéo",
    "corrupt_truncated_no_moov.mp4": "coupé",
    "undecodable_dav1_4k.mp4": "dav1",
}
Outcomes = dict[str, dict[str, Any]]

pytestmark = pytest.mark.xdist_group("every file")


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNetwork]:
    folder = tmp_path_factory.mktemp("every-file")
    with running_network(folder, network_file=ROOT / "network.toml", media_workers=2) as network:
        yield network


@pytest.fixture(scope="module")
def outcomes(network: RunningNetwork, shared_media: Path) -> Outcomes:
    """What `bin/manage publish` printed for each file of the folder, by its name."""
    network.call("open_account", handle="ines")
    files = sorted(str(path) for path in shared_media.iterdir() if path.name != "MEDIA.md")
    told = [json.loads(line) for line in network.manage("publish", *files, "--as", "ines", "--json").splitlines()]
    return {outcome["file"]: outcome for outcome in told}


def test_every_file_comes_to_an_end(outcomes: Outcomes, shared_media: Path) -> None:
    named = set(re.findall(r"^\| ([\w.]+\.\w+) \|", (shared_media / "MEDIA.md").read_text(encoding="utf-8"), re.M))
    assert outcomes.keys() == named
    assert named == PROMISED.keys() | REFUSED.keys() | {LONG}


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_what_can_be_used_is_published(name: str, outcomes: Outcomes) -> None:
    outcome, promise = outcomes[name], PROMISED[name]
    assert outcome["state"] == "published", outcome["reason"]
    assert (outcome["width"], outcome["height"]) == promise.size
    assert outcome["renditions"] == promise.rungs.split()
    assert outcome["duration_seconds"] == pytest.approx(promise.seconds, abs=0.05)
    assert bool(outcome["reason"]) == bool(promise.warnings), "the author is told what was lost, and nothing else"


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_is_refused_with_a_sentence_about_that_file(name: str, outcomes: Outcomes) -> None:
    outcome = outcomes[name]
    assert outcome["state"] == "refused"
    assert name in outcome["reason"]
    assert SAID_OF_REFUSED[name] in outcome["reason"]
    assert outcome["address"] == ""
    assert outcome["renditions"] == []


def test_a_long_file_is_split_and_comes_out_right_to_a_frame(outcomes: Outcomes, network: RunningNetwork) -> None:
    outcome = outcomes[LONG]
    assert outcome["state"] == "published", outcome["reason"]
    assert outcome["renditions"][-1] == "1080p"
    facts = network.call("asset_facts", file_name=LONG)
    assert facts["was_cut"]
    assert outcome["duration_seconds"] == pytest.approx(facts["source_seconds"], abs=1 / facts["fps"] + 0.001)


def test_what_was_inside_is_kept(outcomes: Outcomes, network: RunningNetwork) -> None:
    assert outcomes
    assert len(network.call("asset_facts", file_name="three_chapters.mp4")["chapters"]) == 3
    assert network.call("asset_facts", file_name="mkv_embedded_vtt_ac3.mkv")["captions"]
    assert network.call("asset_facts", file_name="silent_black_25s.mp4")["poster"]


@pytest.mark.parametrize("name", sorted([*PROMISED, LONG]))
def test_a_stranger_can_watch_it(name: str, outcomes: Outcomes, network: RunningNetwork) -> None:
    """The page, the playlist it names, every quality's own playlist, and the first piece of each."""
    page = _get(network, outcomes[name]["address"])
    assert page.headers["content-type"].startswith("text/html")
    master = re.search(r"/media/public/[\w/.-]+\.m3u8", page.text)
    assert master, "the page names no playlist"
    folder = master[0].rpartition("/")[0]
    listed = re.findall(r"[\w/.-]+\.m3u8", _get(network, master[0]).text)
    assert len(listed) >= len(outcomes[name]["renditions"])
    for playlist in dict.fromkeys(listed):
        text = _get(network, f"{folder}/{playlist}").text
        segment = re.search(r"^(?!#)\S+", text, re.M)
        assert segment
        assert _get(network, f"{folder}/{playlist.rpartition('/')[0]}/{segment[0]}").content


def test_nothing_private_is_in_anything_served(outcomes: Outcomes, network: RunningNetwork) -> None:
    assert outcomes
    served = [path for path in (network.var / "files" / "public").rglob("*") if path.is_file()]
    assert len(served) > 100
    told = [
        f"{path.relative_to(network.var)}: {word!r}"
        for path in served
        for word in PRIVATE_WORDS
        # Four bytes come up by chance in so much video; the engine's own tests look for them where they would be.
        if len(word) > 5 and word in path.read_bytes()
    ]
    assert told == []


def _get(network: RunningNetwork, address: str) -> httpx.Response:
    """As a browser would, whose resolver leads *.localhost here."""
    path = re.sub(r"^https?://[^/]+", "", address)
    answer = httpx.get(f"http://127.0.0.1:{network.port}{path}", headers={"Host": "wideo.m6.localhost"}, timeout=30)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer
