// What a program does with the client that orval makes; prints what it saw.
import * as entente from "./orval.js";

function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no ${what}`);
  return value;
}

async function found(asked: entente.SearchEventsParams): Promise<entente.EventPageOut> {
  const answer = await entente.searchEvents(asked);
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  return answer.data;
}

async function walked(): Promise<number> {
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const asked: entente.SearchEventsParams = {
      sort: entente.SearchEventsSort.newest,
      limit: 100,
      facets: ["none"],
      ...(cursor ? { cursor } : {}),
    };
    const page: entente.EventPageOut = await found(asked);
    page.items.forEach((hit) => seen.add(hit.id));
    cursor = page.next;
  } while (cursor !== null);
  return seen.size;
}

const page = await found({ q: "space", domain: ["space"], limit: 5 });
const first = given(page.items[0], "hit");
const event = await entente.getEvent(first.id);
if (event.status !== 200) throw new Error(`status ${event.status}`);
const primary = given(event.data.occurrences.find((one) => one.primary), "occurrence");
const status: entente.Status = primary.status;
const counts = await entente.countEvents({ by: ["country", "domain"], q: "space" });
if (counts.status !== 200) throw new Error(`status ${counts.status}`);
const changes = await entente.listChanges({ since: 0, limit: 50 });
if (changes.status !== 200) throw new Error(`status ${changes.status}`);
const refused = await entente.searchEvents({ country: ["Nowhereland"] });
if (refused.status !== 422) throw new Error(`status ${refused.status}`);

console.log(
  JSON.stringify({
    total: page.total,
    first: first.id,
    start: primary.start,
    status,
    evidence: event.data.tags.domains[0]?.evidence[0]?.quote,
    walked: await walked(),
    cells: counts.data.items.reduce((sum, cell) => sum + cell.count, 0),
    typed_changes: changes.data.items.filter((row) => row.after !== null && "headline" in row.after).length,
    problem: refused.data.type,
    fault: refused.data.errors?.[0]?.parameter,
  }),
);
