from bouquet.capabilities.accounts.models.account import Account, FormerHandle, RetiredHandle
from bouquet.capabilities.accounts.models.export import Export
from bouquet.capabilities.accounts.models.follow import Follow
from bouquet.capabilities.accounts.models.signin import Session, SignIn
from bouquet.capabilities.accounts.models.ticket import Ticket

__all__ = ["Account", "Export", "Follow", "FormerHandle", "RetiredHandle", "Session", "SignIn", "Ticket"]
