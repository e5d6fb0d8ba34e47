"""Where readers report mistakes."""


def contact_address(contact: str | None) -> str | None:
    """The link to where mistakes are reported: a page, or an e-mail address."""
    if not contact:
        return None
    return contact if contact.startswith(("https://", "http://", "/")) else f"mailto:{contact}"
