from bouquet.capabilities.accounts.models.account import Account, FormerHandle, RetiredHandle
from bouquet.capabilities.accounts.models.export import Export
from bouquet.capabilities.accounts.models.follow import Follow
from bouquet.capabilities.accounts.models.relations import Block, Mute
from bouquet.capabilities.accounts.models.signin import Session, SignIn
from bouquet.capabilities.accounts.models.ticket import Ticket

__all__ = [
    "Account",
    "Block",
    "Export",
    "Follow",
    "FormerHandle",
    "Mute",
    "RetiredHandle",
    "Session",
    "SignIn",
    "Ticket",
]
