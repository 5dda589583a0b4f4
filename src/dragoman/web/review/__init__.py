"""The review desk: /review for people, /api/v1/review for programs."""

from __future__ import annotations

from fastapi import APIRouter

from dragoman.web.review import api, pages, steps

router = APIRouter()
for part in (pages, steps, api):
    router.include_router(part.router)
