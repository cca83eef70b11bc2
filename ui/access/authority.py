"""The certificate of this practice's authority, for devices that are to trust it. It is no secret."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

PATH: Final = "/authority.crt"
VARIABLE: Final = "POSTURE_AUTHORITY"
"""Its file; set by ``posture-analyzer practice``."""


async def give_authority(_request: Request) -> Response:
    """The certificate as devices install it."""
    given = os.environ.get(VARIABLE, "")
    with suppress(OSError):
        if given:
            named = {"Content-Disposition": 'attachment; filename="posture-analyzer-authority.crt"'}
            data = Path(given).read_bytes()
            return Response(data, media_type="application/x-x509-ca-cert", headers=named)
    return Response(status_code=404)
