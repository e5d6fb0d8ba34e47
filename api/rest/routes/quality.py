"""Quality: how well the normalisers do on the labelled set."""

from fastapi import APIRouter

from api.answers import QualityOut
from indexer.cli.quality import recorded

router = APIRouter(tags=["quality"])


@router.get("/quality", operation_id="getQuality")
def get_quality() -> QualityOut:
    """Figures recorded with this version, on digests labelled by hand."""
    return QualityOut.model_validate(recorded())
