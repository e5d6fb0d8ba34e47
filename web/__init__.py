"""The site: pages over the API's event service."""
