"""The pages: take a request, ask the service, fill a context, render."""
