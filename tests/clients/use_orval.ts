// What a program does with the client that orval makes; prints what it saw.
import * as entente from "./orval.js";
import { CORRECTION, KEY, given, primary, told, walked } from "./using.js";

/** The body of an answer of this status; the client's types tell by it what the body is. */
function body<S extends number, T extends { status: number; data: unknown }>(
  answer: T,
  status: S,
): Extract<T, { status: S }>["data"] {
  if (answer.status !== status) throw new Error(`status ${answer.status}`);
  return (answer as Extract<T, { status: S }>).data;
}

async function found(asked: entente.SearchEventsParams): Promise<entente.EventPageOut> {
  return body(await entente.searchEvents(asked), 200);
}

const page = await found({ q: "space", domain: ["space"], limit: 5 });
const { id } = given(page.items[0], "hit");
const event = body(await entente.getEvent(id), 200);
const status: entente.Status = primary(event).status;
const counts = body(await entente.countEvents({ by: ["country", "domain"], q: "space" }), 200);
const changes = body(await entente.listChanges({ since: 0, limit: 50 }), 200);
const problem = body(await entente.searchEvents({ country: ["Nowhereland"] }), 422);
const held = await walked((cursor) =>
  found({ sort: entente.SearchEventsSort.newest, limit: 100, facets: ["none"], ...cursor }),
);
const corrected = body(await entente.correctEvent(id, CORRECTION, { headers: KEY }), 201);
const { correction } = corrected;
const undone = body(
  await entente.undoCorrection(id, correction.id, { reason: CORRECTION.reason }, { headers: KEY }),
  200,
);

given(status, "status");
told({ page, event, counts, changes, problem, held, corrected, undone });
