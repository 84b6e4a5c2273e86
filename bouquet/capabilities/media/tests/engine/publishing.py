"""Puts a real file through the whole engine, once, however many tests and test processes look at the result."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bouquet.capabilities.media.engine.captions import captions
from bouquet.capabilities.media.engine.ladder import Rung, ladder
from bouquet.capabilities.media.engine.packaging import download_file
from bouquet.capabilities.media.engine.posters import poster_sizes, posters
from bouquet.capabilities.media.engine.probes import Probe
from bouquet.capabilities.media.engine.probing import probe
from bouquet.capabilities.media.engine.storyboards import storyboard
from bouquet.capabilities.media.engine.stripping import stripped_original
from bouquet.capabilities.media.engine.transcoding import first_rung, rest_of_ladder


@dataclass(frozen=True)
class Published:
    """A file that went through the engine: `out` holds all that would be served."""

    source: Path
    out: Path
    probe: Probe
    warnings: tuple[str, ...]
    audio_tracks: int

    @property
    def rungs(self) -> tuple[Rung, ...]:
        return ladder(self.probe)

    @property
    def top(self) -> Rung:
        return self.rungs[-1]

    def whole(self, rung: Rung | None = None) -> Path:
        """One MP4 of a rung (the best by default), picture and sound."""
        return download_file(self.out, self.probe, rung or self.top)

    @property
    def original(self) -> Path:
        return next((self.out / "download").glob("original.*"), self.whole())


def publish(source: Path, root: Path) -> Published:
    """Every step of the engine on `source`, below `root`; what another process already made is taken as it is."""
    out = root / source.name
    note = root / f"{source.name}.json"
    with _alone(root / f"{source.name}.lock"):
        if not note.exists():
            found = probe(source)
            out.mkdir(parents=True)
            first = first_rung(source, found, out)
            captions(source, found, out)
            storyboard(source, found, out)
            poster_sizes(posters(source, found, out)[0].file, out / "poster")
            rest = rest_of_ladder(source, found, out)
            download_file(out, found, ladder(found)[-1])
            stripped_original(source, found, out)
            note.write_text(json.dumps([found.to_json(), [*{*first.warnings, *rest.warnings}], first.audio_tracks]))
    probed, warnings, tracks = json.loads(note.read_text())
    return Published(source, out, Probe.from_json(probed), tuple(warnings), tracks)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
