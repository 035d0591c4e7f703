"""Tell losses outside an entry's own event: earlier dates, other episodes, the clash behind a truce."""

from bot.core.claims.background.telling import Backdrop, is_background, read_backdrop

__all__ = ["Backdrop", "is_background", "read_backdrop"]
