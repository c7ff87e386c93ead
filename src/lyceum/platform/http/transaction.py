"""What a route asks for: the request's transaction, and the process's resources."""

from typing import Annotated

from fastapi import Depends, Request

from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork


def kernel_of(request: Request) -> Kernel:
    """The resources of the process that serves this request."""
    kernel: Kernel = request.app.state.kernel
    return kernel


def _transaction_of(request: Request) -> UnitOfWork:
    uow: UnitOfWork = request.state.uow
    return uow


Transaction = Annotated[UnitOfWork, Depends(_transaction_of)]
Resources = Annotated[Kernel, Depends(kernel_of)]
