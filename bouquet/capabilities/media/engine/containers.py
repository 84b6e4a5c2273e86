"""Which containers are read, and what a file that does not open at all most likely is."""

from pathlib import Path
from typing import Final

from bouquet.capabilities.media.engine.boxes import top_boxes

# A whitelist, because some demuxers open other files or addresses named inside the upload (hls, dash, concat, sdp,
# rtsp, imf, image2, avisynth): a playlist called holiday.mp4 must not make the server fetch anything.
_VIDEO: Final = (
    "3dostr 4xm alp amv anm apng argo_asf asf asf_o avi avr avs avs2 avs3 bethsoftvid bfi bink bmv c93 cavsvideo cdxl "
    "cine dhav dirac dnxhd dsicin dv dxa ea evc film_cpk filmstrip flc flic flv gdv gif gxf h261 h263 h264 hevc hnm "
    "idcin ifv iff ipmovie ipu iv8 ivf ivr jv kux live_flv lmlm4 lvf lxf m4v matroska webm mgsts mjpeg mjpeg_2000 "
    "mlv mm moflex mov mp4 3gp 3g2 mj2 mpeg mpegts mpegvideo msnwctcp mtv musx mv mvi mxf mxg nc nsv nut nuv obu "
    "ogg paf pmp psxstr pva r3d rl2 rm roq rpl segafilm sga siff smjpeg smk smush swf thp tmv ty txd usm vc1 vc1test "
    "viv vivo vmd vividas vvc wc3movie webp_anim wsvqa wtv wv1 xmv yop yuv4mpegpipe"
)
_SOUND: Final = (
    "aac aax ac3 ac4 adx aiff alaw amr amrnb amrwb ape apc aptx asf_o ast au caf dsf dts dtshd eac3 flac g722 g729 gsm "
    "iamf ircam latm loas lrc3 m4a mka mlp mp2 mp3 mpc mpc8 nistsphere oma opus osq qcp qoa rka rso sbc shn sox spdif "
    "tak thd truehd tta voc vqf w64 wav wsd wv xa xwma"
)
FORMATS: Final = f"{_VIDEO} {_SOUND}".replace(" ", ",")

# What both probing and ffmpeg are told about the file they open: local files only, these containers only.
OPENING: Final = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}

_ISO_BOXES: Final = (b"ftyp", b"moov", b"mdat", b"wide", b"skip", b"pnot", b"styp", b"moof")
_ISO_MEDIA: Final = (b"moov", b"mdat", b"moof")
_EBML: Final = b"\x1a\x45\xdf\xa3"
_ASF: Final = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
STILL_BRANDS: Final = ("heic", "heix", "heim", "heis", "mif1", "msf1", "avif")


def begins_like_a_video(path: Path) -> bool:
    """Whether the first bytes are those of a video container: if it does not open, it was cut off on its way."""
    with path.open("rb") as file:
        head = file.read(16)
        if head[4:8] in _ISO_BOXES:
            still = head[8:12].decode("ascii", "replace") in STILL_BRANDS
            return not still and any(box.kind in _ISO_MEDIA and box.size > box.header for box in top_boxes(file))
    return (
        head.startswith((_EBML, _ASF, b"FLV\x01", b"OggS", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3"))
        or (head.startswith(b"RIFF") and head[8:12] == b"AVI ")
        or (head[:1] == b"\x47" and path.stat().st_size > 188 and _byte_at(path, 188) == 0x47)
    )


def _byte_at(path: Path, offset: int) -> int:
    with path.open("rb") as file:
        file.seek(offset)
        return (file.read(1) or b"\x00")[0]
