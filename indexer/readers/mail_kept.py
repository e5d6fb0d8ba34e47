"""Mails as they are stored: without recipients, delivery traces and tracking."""

import email
import email.policy
import hashlib
import re
from contextlib import suppress
from email.message import EmailMessage
from email.utils import getaddresses

from indexer.errors import UnreadableSource
from indexer.readers.mail_addresses import Addresses, addresses_in
from indexer.readers.mail_parsed import FAILURES, RECIPIENTS, parsed, payload, text_of

# What says who publishes what and when; everything else is delivery.
_KEPT = ("from", "subject", "date", "message-id", "list-id")
_REMOVED = "[address removed]"
_PIXEL = re.compile(
    r"<img\b(?=[^<>]{0,2000}(?:width|height)\s*=\s*[\"']?[01](?:px)?[\"'\s/>])[^<>]{0,2000}>",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?P<before>\b(?:href|src)\s*=\s*[\"'])(?P<url>https?://[^\"']{1,4000})", re.IGNORECASE
)
_PLAIN_LINK = re.compile(r"https?://[^\s<>\"')\]]{1,4000}")
_FIELD_OF_ADDRESSES = re.compile(r"(?im)^([> ]*\*?(?:to|cc|bcc)\*?\s*:)[^\n]*@[^\n]*$")
_POLICY = email.policy.default.clone(linesep="\n", max_line_length=76)


def without_recipients(data: bytes) -> bytes:
    """The same message, rebuilt of what concerns its publisher; always the same for the same mail.

    Recipients' addresses are taken out of headers and words, links lose their query (it is where
    mailers put the reader's number), pictures of one pixel go. What is no text is kept as it is.
    """
    message = parsed(data)
    recipients = _recipients(message)
    inner = attached(message)
    if inner is not None:
        recipients |= _recipients(inner)
        message = inner
    addresses = Addresses(recipients)
    kept = EmailMessage(policy=_POLICY)
    for name in _KEPT:
        value = _header(message, name)
        if value:
            with suppress(*FAILURES):  # what the library read it may refuse to write
                kept[name.title()] = addresses.replaced(value, _REMOVED)
    parts = [part for part in message.walk() if not part.is_multipart()]
    texts = [part for part in parts if part.get_content_maintype() == "text"]
    told = hashlib.sha256()
    for part in texts[:20]:
        text = _plain(_text(part), addresses)
        told.update(text.encode("utf-8", "replace"))
        if not kept.get_content_type().startswith("multipart/") and "content-type" not in kept:
            kept.set_content(text, subtype=part.get_content_subtype(), cte="base64")
        else:
            kept.add_alternative(text, subtype=part.get_content_subtype(), cte="base64")
    if kept.is_multipart():
        kept.set_boundary(f"=_{told.hexdigest()[:24]}")
    try:
        return kept.as_bytes(policy=_POLICY)
    except (*FAILURES, IndexError) as error:  # the library cannot fold every header that it reads
        raise UnreadableSource(
            "a header of this e-mail is damaged, so that it cannot be kept without its recipients; "
            "save the mail as a page (HTML), and send that"
        ) from error


def attached(message: EmailMessage) -> EmailMessage | None:
    """A message that was forwarded as an attachment: it is the one that counts."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
                return inner[0]
    return None


def _recipients(message: EmailMessage) -> set[str]:
    values = [str(value) for name in RECIPIENTS for value in _all(message, name)]
    sender = {address.lower() for _, address in getaddresses([_header(message, "from")])}
    found = {address for value in values for address in addresses_in(value)}
    return {address for address in found if address.lower() not in sender}


def _all(message: EmailMessage, name: str) -> list[str]:
    return [str(value) for value in message.get_all(name, [])]


def _header(message: EmailMessage, name: str) -> str:
    found = _all(message, name)
    return " ".join(found[0].split()) if found else ""


def _text(part: email.message.Message) -> str:
    found = text_of(part)
    return found[0] if found else (payload(part) or b"").decode("utf-8", "replace")


def _plain(text: str, addresses: Addresses) -> str:
    """A part without addresses and tracking."""
    text = _PIXEL.sub("", text)
    text = _LINK.sub(lambda match: match["before"] + _bare(match["url"]), text)
    text = _PLAIN_LINK.sub(lambda match: _bare(match[0]), text)
    text = _FIELD_OF_ADDRESSES.sub(rf"\1 {_REMOVED}", text)
    return addresses.replaced(text, _REMOVED).replace("\r\n", "\n")


def _bare(url: str) -> str:
    return re.split(r"[?#]", url, maxsplit=1)[0]
