"""/api/v1/read: a text read and not kept."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from dragoman.records import Reading
from dragoman.sources import making
from dragoman.web.api import problems
from dragoman.web.desk import TheDesk

#: Code points of a text: some 30,000 words, read in seconds. Longer ones are for `dragoman read`.
MAX_TEXT = 200_000

router = APIRouter(prefix="/api/v1", tags=["read"])


class Asked(BaseModel):
    """A text to read, and what is known of it."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=MAX_TEXT, description="the text as published, without its title")
    published: str | None = Field(default=None, max_length=40, description="date of publication, YYYY-MM-DD")
    title: str | None = Field(default=None, max_length=1000)
    publisher: str | None = Field(default=None, max_length=1000)
    url: str | None = Field(default=None, max_length=2000)
    id: str | None = Field(default=None, max_length=200, description="made from the text unless given")


@router.post("/read", response_model=Reading, responses=problems(), summary="Read a text, and keep nothing")
def read(desk: TheDesk, asked: Asked) -> Response:
    """The reading, as `dragoman read --format json` writes it."""
    return Response(desk.read(making.document(asked.model_dump(), "text")).model_dump_json(), media_type="application/json")


@router.get("/schema", summary="The JSON Schema of a reading")
async def schema() -> dict[str, Any]:
    """The contract of a reading."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Reading.model_json_schema(mode="serialization")}
