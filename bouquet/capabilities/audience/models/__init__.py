from bouquet.capabilities.audience.models.daily_figures import DailyFigures as DailyFigures
from bouquet.capabilities.audience.models.journal_offset import JournalOffset as JournalOffset
from bouquet.capabilities.audience.models.refusal import Refusal as Refusal
from bouquet.capabilities.audience.models.retention import Retention as Retention
from bouquet.capabilities.audience.models.watch_session import WatchSession as WatchSession
