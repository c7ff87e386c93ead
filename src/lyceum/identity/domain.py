"""What identity brings to a process."""

from lyceum.identity import api_keys, keys, letters, places
from lyceum.identity.authentication import authenticate, recognise
from lyceum.identity.contracts.people import SELF_REGISTRATION
from lyceum.identity.routes import api_keys as api_key_routes
from lyceum.identity.routes import auth, directory, own_security, recovery, users
from lyceum.identity.store import accounts, links
from lyceum.identity.subscribers import SUBSCRIPTIONS
from lyceum.identity.tables import account, api_key, letter, mailed_link, session, signing_key
from lyceum.identity.workflows import FORGET_OLD, ROTATE_SIGNING_KEYS, SCHEDULES, SEND_LETTER, SEND_WAITING_LETTERS
from lyceum.platform.domain import Domain
from lyceum.platform.sealing.resealing import SealedColumn

DOMAIN = Domain(
    name="identity",
    about="Accounts, sign-ins and tokens, roles and permissions.",
    routers=(
        auth.router,
        auth.key_router,
        recovery.router,
        own_security.router,
        own_security.outside,
        api_key_routes.router,
        users.router,
        *directory.ROUTERS,
    ),
    subscriptions=SUBSCRIPTIONS,
    workflows=(SEND_LETTER, SEND_WAITING_LETTERS, FORGET_OLD, ROTATE_SIGNING_KEYS),
    schedules=SCHEDULES,
    sealed=(
        SealedColumn(column=signing_key.c.private_sealed, purpose=keys.PURPOSE),
        SealedColumn(column=api_key.c.secret_sealed, purpose=api_keys.PURPOSE),
        SealedColumn(column=session.c.address_sealed, purpose=places.PURPOSE),
        SealedColumn(column=letter.c.address_sealed, purpose=letters.PURPOSE),
        SealedColumn(
            column=account.c.pending_email_sealed, purpose=accounts.PENDING_EMAIL, plain=account.c.pending_email
        ),
        SealedColumn(
            column=mailed_link.c.email_sealed, purpose=links.PURPOSE, beside=links.beside, plain=mailed_link.c.email
        ),
    ),
    flags=(SELF_REGISTRATION,),
    authenticate=authenticate,
    recognise=recognise,
)
