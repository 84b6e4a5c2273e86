"""What the player's script says, in the page's language."""

from __future__ import annotations

import json

from django.utils.translation import gettext, pgettext


def player_words() -> str:
    """JSON: `ours` for our menus and messages, `chrome` under media-chrome's own keys (its lang/en.js)."""
    return json.dumps({"ours": _ours(), "chrome": _chrome()}, ensure_ascii=False)


def _ours() -> dict[str, str]:
    return {
        "settings": gettext("Settings"),
        "back": gettext("Back"),
        "close": gettext("Close"),
        "quality": gettext("Quality"),
        "auto": gettext("Automatic"),
        "autoAt": gettext("Automatic ({height}p)"),
        "speed": gettext("Speed"),
        "normal": gettext("Normal"),
        "captions": gettext("Subtitles"),
        "off": gettext("Off"),
        "audio": gettext("Sound track"),
        "track": gettext("Track {number}"),
        "chapters": gettext("Chapters"),
        "seekedTo": gettext("Moved to {time}"),
        "volumeAt": gettext("Volume {percent} out of 100"),
        "speedAt": gettext("Speed {rate}"),
        "captionsOn": gettext("Subtitles: {label}"),
        "captionsOff": gettext("Subtitles off"),
        "noCaptions": gettext("This video has no subtitles"),
        "resumed": gettext("Back to where you were: {time}"),
        "retry": gettext("Try again"),
        "offline": gettext("The connection is gone. The video goes on from the same place once it is back."),
        "network": gettext("The video does not come through. Your place is kept: check the connection, try again."),
        "expired": gettext("This page was open too long to go on. Reload it: the video starts where you were."),
        "decode": gettext("This device could not read a part of the video. Try again, or choose a lower quality."),
        "unsupported": gettext("This browser cannot play the video. A recent Firefox, Chrome, Edge or Safari can."),
    }


def _chrome() -> dict[str, str]:
    return {
        "Play": gettext("Play"),
        "play": gettext("Play"),
        "Pause": gettext("Pause"),
        "pause": gettext("Pause"),
        "Mute": gettext("Mute"),
        "mute": gettext("Mute"),
        "Unmute": gettext("Unmute"),
        "unmute": gettext("Unmute"),
        "Enter fullscreen mode": gettext("Full screen"),
        "enter fullscreen mode": gettext("Full screen"),
        "Exit fullscreen mode": gettext("Leave full screen"),
        "exit fullscreen mode": gettext("Leave full screen"),
        "Enter picture in picture mode": gettext("Small window"),
        "enter picture in picture mode": gettext("Small window"),
        "Exit picture in picture mode": gettext("Leave the small window"),
        "exit picture in picture mode": gettext("Leave the small window"),
        "video player": gettext("Video player"),
        "volume": gettext("Volume"),
        "seek": gettext("Place in the video"),
        "playback time": gettext("Time played"),
        "media loading": gettext("Loading"),
        "chapter: {chapterName}": gettext("Chapter: {chapterName}"),
        "hour": gettext("hour"),
        "hours": gettext("hours"),
        "minute": gettext("minute"),
        "minutes": gettext("minutes"),
        "second": gettext("second"),
        "seconds": gettext("seconds"),
        "{time} remaining": gettext("{time} left"),
        "{currentTime} of {totalTime}": pgettext("time played of the whole", "{currentTime} of {totalTime}"),
        "video not loaded, unknown time.": gettext("Not loaded yet"),
    }
