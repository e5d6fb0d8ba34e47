"""The kinds of problems that the API answers with, and what to do about each.

The `type` of a problem body is the address of its row here, which people and programs can open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem.

    Attributes:
        id: last part of its address.
        title: as problem bodies give it.
        status: the HTTP status that it comes with.
        meaning: what has happened.
        remedy: what to do about it.
    """

    id: str
    title: str
    status: int
    meaning: str
    remedy: str


_ROWS = (
    ProblemType(
        "merged",
        "Part of another event",
        308,
        "An editor found that the event is part of another one.",
        "Follow `Location`, which is the same address of the other event.",
    ),
    ProblemType(
        "renumbered",
        "Held under another id",
        308,
        "An editor put the number or date of the issue right; it keeps the id that it had.",
        "Follow `Location`, which is the same address with that id.",
    ),
    ProblemType(
        "changed",
        "Changed meanwhile",
        412,
        "What was to be changed is not as `If-Match` says. Nothing was done.",
        "`difference` tells what has changed since; read it again, and send its new ETag.",
    ),
    ProblemType(
        "value",
        "Unknown value",
        422,
        "A filter was given a country, domain, group, actor, series or issue that is not known.",
        "Read the message: it names the value, and the nearest one that is known. "
        "/api/v1/countries, /api/v1/domains, /api/v1/groups and /api/v1/actors list all.",
    ),
    ProblemType(
        "query",
        "Invalid search",
        422,
        "The search cannot be understood: an unknown field or parameter, or a value out of place.",
        "`errors` names the parameter and, for `q`, where the words begin and end. Where there is "
        "a `suggestion`, put it in their place.",
    ),
    ProblemType(
        "parameters",
        "Invalid parameter",
        422,
        "A parameter has the wrong type, or lies outside its limits.",
        "Correct the parameters that `errors` names; /docs describes each.",
    ),
    ProblemType(
        "input",
        "Invalid input",
        422,
        "What was sent cannot be read as an issue, a profile or a correction. Nothing was stored.",
        "The message says what is wrong and where; correct it and send it again.",
    ),
    ProblemType(
        "too-large",
        "Too large",
        413,
        "The body is larger than this installation takes.",
        "Send issues one at a time, or ask the operator to raise ENTENTE_MAX_SOURCE_MB.",
    ),
    ProblemType(
        "less-than-stored",
        "Less than is stored",
        409,
        "What was sent would shorten or drop events that are stored. Nothing was changed.",
        "Send the whole issue; or, where the shorter text is right, repeat with "
        "`allow_shorter=true`.",
    ),
    ProblemType(
        "other-issue",
        "Another issue has this number",
        409,
        "The store holds an issue of this number that shares too little with what was sent.",
        "Correct volume and number. The message names both origins, and how to replace the one "
        "stored.",
    ),
    ProblemType(
        "not-found",
        "Not found",
        404,
        "Nothing has this address or id, and nothing ever had.",
        "Check the address; search for what you are after at /.",
    ),
    ProblemType(
        "cursor-expired",
        "The cursor has expired",
        410,
        "A page of a search by relevance was asked for, and events were written since the first.",
        "Begin again without the cursor; or sort by newest or oldest, where cursors last.",
    ),
    ProblemType(
        "ledger-reset",
        "Another ledger, or one that has not come so far",
        410,
        "`since` lies beyond the ledger, or belongs to another one: the store was restored or "
        "made anew.",
        "Drop the copy, and mirror again from `since=0`; keep the `ledger` id beside the number.",
    ),
    ProblemType(
        "gone",
        "No longer available",
        410,
        "It was here once, and was deleted.",
        "Drop it from your copy; /api/v1/changes tells when and why.",
    ),
    ProblemType(
        "conflict",
        "Already in that state",
        409,
        "The change was made already, or contradicts what is stored.",
        "Read the present state again; then decide whether anything is left to do.",
    ),
    ProblemType(
        "unauthenticated",
        "Authentication required",
        401,
        "The address needs a key, and none was sent, or one that is not known.",
        "Send `Authorization: Bearer <key>`; an operator makes one with `entente keys create`.",
    ),
    ProblemType(
        "forbidden",
        "Not permitted with this key",
        403,
        "The key is known, and its scopes do not cover this.",
        "Ask the operator for a key with the scope that the message names.",
    ),
    ProblemType(
        "not-shown",
        "Not to be shown",
        403,
        "It is held, and the profile of its series lets no more than an excerpt or nothing of its "
        "text be shown.",
        "Read it where its publisher has it: /api/v1/series/ID names the home page.",
    ),
    ProblemType(
        "not-acceptable",
        "Not acceptable",
        406,
        "The address has none of the media types that `Accept` asks for.",
        "The message lists those that it has; or ask for the suffix, such as /api/v1/events.csv.",
    ),
    ProblemType(
        "rate",
        "Too many requests",
        429,
        "More requests came from this address than are answered in one period.",
        "Wait as many seconds as `Retry-After` says. To copy everything, follow /api/v1/changes "
        "or take an export: each is one request.",
    ),
    ProblemType(
        "search-unavailable",
        "Search is unavailable",
        503,
        "The search index does not answer. Events, issues and exports of the store still do.",
        "Try again after `Retry-After` seconds; nothing is lost.",
    ),
    ProblemType(
        "not-ready",
        "Not ready",
        503,
        "Asked by /readyz: store or search engine do not answer a question as people ask them.",
        "`errors` names the part and the reason; docs/operations.md says what to do.",
    ),
    ProblemType(
        "store-unavailable",
        "The store is unavailable",
        503,
        "The database does not answer.",
        "Try again after `Retry-After` seconds; the operator finds the cause in the log.",
    ),
    ProblemType(
        "http",
        "The request cannot be answered",
        400,
        "The address does not take this method, or the body is not of a type that it takes.",
        "Read the message and the `Allow` header; /docs describes each address.",
    ),
    ProblemType(
        "internal",
        "Internal error",
        500,
        "The program failed. That is a fault of ours, not of the request.",
        "Report it with the `request_id` of the answer, which the log has, too.",
    ),
)
PROBLEM_TYPES: Mapping[str, ProblemType] = MappingProxyType({row.id: row for row in _ROWS})
