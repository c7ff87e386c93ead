"""What a route asks for: the request's transaction, and the process's resources."""

from typing import Annotated

from fastapi import Depends, Request

from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork


def kernel_of(request: Request) -> Kernel:
    """The resources of the process that serves this request."""
    kernel: Kernel = request.app.state.kernel
    return kernel


# Coroutines, because FastAPI runs a plain function in a thread, which costs more than these do.
async def _transaction_of(request: Request) -> UnitOfWork:
    uow: UnitOfWork = request.state.uow
    return uow


async def _kernel_of(request: Request) -> Kernel:
    return kernel_of(request)


Transaction = Annotated[UnitOfWork, Depends(_transaction_of)]
Resources = Annotated[Kernel, Depends(_kernel_of)]
