"""The chains that make any picture upright, square, progressive, constant in rate and BT.709 or what it already was."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from bouquet.capabilities.media.engine.ladder import Rung
from bouquet.capabilities.media.engine.probes import Probe

SOUND_RATE: Final = 48_000
# AAC begins with one packet of padding (ISO/IEC 14496-3, 1024 samples at 48 kHz). Leaving out the first 21 ms of sound
# makes that padding end where the rest begins: in step everywhere, without an edit list that some players ignore.
PADDING_SAMPLES: Final = 1024
_SILENCE_ADDED_SECONDS: Final = 5

_TURNS: Final = {0: (), 90: ("transpose=clock",), 180: ("hflip", "vflip"), 270: ("transpose=cclock",)}
_HD_LINES: Final = 720
# Matrices that browsers do not all know. (bt470bg and smpte170m are the same arithmetic: only the name changes.)
_REWRITTEN: Final = ("fcc", "smpte240m", "bt2020nc", "bt2020c")


def picture_chain(probe: Probe, width: int, height: int, *, timing: Sequence[str] = ()) -> str:
    """From decoded pictures to upright SDR ones of `width` x `height` (of the upright picture), yuv420p, tagged."""
    parts = ["bwdif=mode=send_frame:parity=auto:deint=interlaced"] if probe.is_interlaced else []
    parts += timing
    turned = probe.rotation in (90, 270)
    lying = (height, width) if turned else (width, height)
    parts += _coloured(probe, *lying)
    if probe.mirrored:
        parts.append("hflip")
    parts += _TURNS[probe.rotation]
    # Side data would carry the camera's own notes, the rotation and the mastering display into the encoder.
    parts += ["setsar=1", "sidedata=mode=delete"]
    return ",".join(parts)


def even_timing(probe: Probe) -> list[str]:
    """Constant rate from the container's first timestamp; the last picture stays while the sound goes on."""
    parts = [f"fps=fps={_rate(probe.rate)}:start_time=0:round=near"]
    goes_on = probe.duration_seconds - probe.video_end_seconds
    if goes_on > 1 / probe.fps:
        parts.append(f"tpad=stop_mode=clone:stop_duration={goes_on:.6f}")
    return parts


def piece_timing(probe: Probe, shift_seconds: float, frames: int) -> list[str]:
    """Exactly `frames` pictures, the first of which shows `shift_seconds` after the time sought."""
    return [
        f"setpts=PTS-({shift_seconds:.9f})/TB",
        f"fps=fps={_rate(probe.rate)}:start_time=0:round=near",
        "tpad=stop_mode=clone:stop=-1",
        f"trim=end_frame={frames}",
    ]


def rungs_graph(probe: Probe, source: str, rungs: Sequence[Rung], timing: Sequence[str]) -> str:
    """Every rung from one decode: `[v240]`, `[v360]`. Turning and tone mapping are done once, at the largest size."""
    top = max(rungs, key=lambda rung: rung.width * rung.height)
    head = f"[{source}]{picture_chain(probe, top.width, top.height, timing=timing)}"
    if len(rungs) == 1:
        return f"{head}[{top.folder}]"
    names = "".join(f"[s{rung.label}]" for rung in rungs)
    graph = [f"{head},split={len(rungs)}{names}"]
    for rung in rungs:
        resize = "null" if rung is top else f"scale={rung.width}:{rung.height}:flags=bicubic,setsar=1"
        graph.append(f"[s{rung.label}]{resize}[{rung.folder}]")
    return ";".join(graph)


def sound_chain(probe: Probe, gain_db: float, limited: bool) -> str:
    """Stereo at 48 kHz as long as the pictures, gaps filled, levelled by `gain_db`.

    A sound that ends a little early is followed by silence: a player that runs out of one track may halt the other.
    """
    parts = [
        f"aresample={SOUND_RATE}:async=1:min_hard_comp=0.05:first_pts=0",
        "aformat=sample_fmts=fltp:channel_layouts=stereo",
    ]
    if abs(gain_db) >= 0.1:
        parts.append(f"volume={gain_db:.2f}dB")
    if limited:
        parts.append("alimiter=limit=0.84:attack=5:release=50:level=disabled:latency=1")
    parts.append(f"apad=pad_dur={_SILENCE_ADDED_SECONDS}")
    parts.append(f"atrim=start_sample={PADDING_SAMPLES}:end={probe.duration_seconds:.6f}")
    return ",".join(parts)


def _coloured(probe: Probe, width: int, height: int) -> list[str]:
    """Scaled to `width` x `height`, in SDR, limited range, with tags that say which matrix it is."""
    if probe.is_hdr:
        return _tone_mapped(probe, width, height)
    if probe.is_wide_gamut:
        convert = f"zscale=w={width}:h={height}:p=bt709:t=bt709:m=bt709:r=limited:min=bt2020nc:pin=bt2020:tin=bt709"
        return [convert, "format=yuv420p", _tags("bt709")]
    matrix = _matrix(probe)
    scale = f"scale={width}:{height}:flags=bicubic:out_range=tv"
    if probe.is_rgb or probe.colour_matrix in _REWRITTEN:
        scale += f":out_color_matrix={matrix}"
    if probe.full_range:
        scale += ":in_range=pc"
    return [scale, "format=yuv420p", _tags(matrix)]


def _tone_mapped(probe: Probe, width: int, height: int) -> list[str]:
    """Linear light, Hable's curve, BT.709: measured right on HDR10, HLG and AV1 (docs/decisions)."""
    transfer = "smpte2084" if probe.transfer == "pq" else "arib-std-b67"
    full = "full" if probe.full_range else "limited"
    return [
        f"zscale=w={width}:h={height}:min=bt2020nc:pin=bt2020:tin={transfer}:rin={full}:t=linear:npl=100",
        "format=gbrpf32le",
        "zscale=p=bt709",
        "tonemap=tonemap=hable:desat=0",
        "zscale=t=bt709:m=bt709:r=limited",
        "format=yuv420p",
        _tags("bt709"),
    ]


def _matrix(probe: Probe) -> str:
    """The matrix of the renditions: the source's where browsers know it, else what players assume of its size."""
    if probe.colour_matrix in ("bt709", "smpte170m"):
        return probe.colour_matrix
    if probe.colour_matrix == "bt470bg":
        return "smpte170m"
    return "bt709" if probe.is_rgb or min(probe.width, probe.height) >= _HD_LINES else "smpte170m"


def _tags(matrix: str) -> str:
    transfer = "bt709" if matrix == "bt709" else "smpte170m"
    return f"setparams=range=tv:colorspace={matrix}:color_primaries={matrix}:color_trc={transfer}"


def _rate(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}"
