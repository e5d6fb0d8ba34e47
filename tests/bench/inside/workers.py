"""The application for uvicorn, which starts several workers where `entente serve` cannot."""

from indexer.settings import Settings
from web.app import create_app

app = create_app(Settings())
