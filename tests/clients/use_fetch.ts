// What a program does with the types of openapi-typescript; prints what it saw.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

const client = createClient<paths>({ baseUrl: process.argv[2] });

function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no ${what}`);
  return value;
}

async function walked(): Promise<number> {
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: components["schemas"]["EventPageOut"] = given(
      (
        await client.GET("/api/v1/events", {
          params: { query: { sort: "newest", limit: 100, facets: ["none"], ...(cursor ? { cursor } : {}) } },
        })
      ).data,
      "page",
    );
    page.items.forEach((hit) => seen.add(hit.id));
    cursor = page.next;
  } while (cursor !== null);
  return seen.size;
}

const page = given(
  (await client.GET("/api/v1/events", { params: { query: { q: "space", domain: ["space"], limit: 5 } } })).data,
  "page",
);
const first = given(page.items[0], "hit");
const event = given(
  (await client.GET("/api/v1/events/{event_id}", { params: { path: { event_id: first.id } } })).data,
  "event",
);
const primary = given(event.occurrences.find((one) => one.primary), "occurrence");
const status: "reported" | "scheduled" | "considered" | "called_off" = primary.status;
const counts = given(
  (await client.GET("/api/v1/counts", { params: { query: { by: ["country", "domain"], q: "space" } } })).data,
  "counts",
);
const changes = given(
  (await client.GET("/api/v1/changes", { params: { query: { since: 0, limit: 50 } } })).data,
  "changes",
);
const refused = await client.GET("/api/v1/events", { params: { query: { country: ["Nowhereland"] } } });
const problem: components["schemas"]["ProblemOut"] = given(refused.error, "problem");

console.log(
  JSON.stringify({
    total: page.total,
    first: first.id,
    start: primary.start,
    status,
    evidence: event.tags.domains[0]?.evidence[0]?.quote,
    walked: await walked(),
    cells: counts.items.reduce((sum, cell) => sum + cell.count, 0),
    typed_changes: changes.items.filter((row) => row.after !== null && "headline" in row.after).length,
    problem: problem.type,
    fault: problem.errors?.[0]?.parameter,
  }),
);
