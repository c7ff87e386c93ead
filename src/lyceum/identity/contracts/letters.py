"""The letters of identity, what their links and codes are for, and why one is refused."""

from enum import StrEnum

from lyceum.platform.errors import Forbidden, RateLimited


class LinkPurpose(StrEnum):
    """What the holder of a link, or of a code, from a letter may do."""

    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105  the name of a purpose
    CONFIRM_EMAIL = "confirm_email"
    UNDO_EMAIL = "undo_email"
    END_SESSION = "end_session"
    CONFIRM_SIGN_IN = "confirm_sign_in"


class LetterKind(StrEnum):
    """What a letter of identity says; its texts are `letter.<kind>.subject` and `letter.<kind>.body`."""

    WELCOME = "welcome"
    VERIFY_EMAIL = "verify_email"
    FORGOTTEN = "forgotten"
    RESET_PASSWORD = "reset_password"  # noqa: S105  the name of a letter
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  as above
    LOCKED = "locked"
    CONFIRM_EMAIL = "confirm_email"
    EMAIL_IN_USE = "email_in_use"
    EMAIL_CHANGED = "email_changed"
    NEW_DEVICE = "new_device"
    SIGN_IN_CODE = "sign_in_code"
    SESSION_DENIED = "session_denied"


class CodeWrong(Forbidden):
    """The code is not the one of the letter, or its time is over."""

    code = "CODE_WRONG"
    # The count of wrong codes must outlive the refusal.
    keeps_writes = True


class EmailNotVerified(Forbidden):
    """What is asked for takes an e-mail address that letters are known to reach."""

    code = "EMAIL_NOT_VERIFIED"


class LinkInvalid(Forbidden):
    """The token of a letter's link is unknown, used, replaced, or too old."""

    code = "LINK_INVALID"


class LetterJustSent(RateLimited):
    """Such a letter went out moments ago, or often today."""

    code = "LETTER_JUST_SENT"
