"""The review desk: /review for people, /api/v1/review for programs."""

from __future__ import annotations

from fastapi import APIRouter

from dragoman.web.review.api import router as api
from dragoman.web.review.pages import router as pages
from dragoman.web.review.steps import router as steps

router = APIRouter()
for part in (pages, steps, api):
    router.include_router(part)
