from bouquet.capabilities.notifications.models.choice import Choice, Rhythm
from bouquet.capabilities.notifications.models.device import Device
from bouquet.capabilities.notifications.models.entry import Entry
from bouquet.capabilities.notifications.models.letter import Letter
from bouquet.capabilities.notifications.models.notice import Notice

__all__ = ["Choice", "Device", "Entry", "Letter", "Notice", "Rhythm"]
