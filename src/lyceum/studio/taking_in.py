"""Taking in a file to learn from: refused before it is stored if it is to belong to what is not its owner's."""

from uuid import UUID

from lyceum.documents import facade as documents
from lyceum.documents.contracts import ReadableFile, Upload
from lyceum.library import facade as library
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import unit_of_work


async def take_in(
    kernel: Kernel, owner: Principal, file: ReadableFile, *, name: str, subject_id: UUID | None
) -> Upload:
    """Make a document of a file, and start to learn from it. Opens its own transactions.

    Raises:
        SubjectNotFound: if the owner has no such subject.
        ExtractionError, DocumentTooLarge, DocumentTypeUnsupported: as `documents.receive_file` names them.
    """
    if subject_id is not None:
        async with unit_of_work(kernel) as uow:
            await library.find_subject(uow, owner.user_id, subject_id)
    received = await documents.receive_file(kernel, owner, file, name=name)
    async with unit_of_work(kernel) as uow:
        return await documents.add_upload(uow, owner, received, subject_id=subject_id)
