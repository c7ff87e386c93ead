"""What routes of people may be refused with, in groups, for the API's description."""

from lyceum.identity.contracts.people import PersonNotFound
from lyceum.people.contracts import CircleNameInvalid, CircleNotFound, CircleTextInvalid, RankMissing
from lyceum.platform.errors import Invalid, LyceumError, Unauthenticated
from lyceum.platform.http.authentication import CsrfFailed
from lyceum.platform.principal import PermissionMissing

Errors = tuple[type[LyceumError], ...]

READING: Errors = (Unauthenticated, PermissionMissing, Invalid)
WRITING: Errors = (*READING, CsrfFailed)
IN_CIRCLE: Errors = (CircleNotFound, RankMissing)
TEXTS: Errors = (CircleNameInvalid, CircleTextInvalid)
OF_PERSON: Errors = (PersonNotFound,)
