"""The HTTP door: routes, middleware, errors and the description of the API."""
