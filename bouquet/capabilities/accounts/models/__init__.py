from bouquet.capabilities.accounts.models.account import Account

__all__ = ["Account"]
