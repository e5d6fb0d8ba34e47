// What a program does with the types of openapi-typescript; prints what it saw.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";
import { CORRECTION, KEY, given, primary, told, walked } from "./using.js";

const client = createClient<paths>({ baseUrl: process.argv[2] });
type Asked = NonNullable<paths["/api/v1/events"]["get"]["parameters"]["query"]>;

async function found(query: Asked): Promise<components["schemas"]["EventPageOut"]> {
  return given((await client.GET("/api/v1/events", { params: { query } })).data, "page");
}

const page = await found({ q: "space", domain: ["space"], limit: 5 });
const first = given(page.items[0], "hit");
const event = given(
  (await client.GET("/api/v1/events/{event_id}", { params: { path: { event_id: first.id } } })).data,
  "event",
);
const status: "reported" | "scheduled" | "considered" | "called_off" = primary(event).status;
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
const held = await walked((cursor) => found({ sort: "newest", limit: 100, facets: ["none"], ...cursor }));
const corrected = given(
  (
    await client.POST("/api/v1/events/{event_id}/corrections", {
      params: { path: { event_id: first.id } },
      headers: KEY,
      body: CORRECTION,
    })
  ).data,
  "correction",
);
const undone = given(
  (
    await client.DELETE("/api/v1/events/{event_id}/corrections/{number}", {
      params: {
        path: { event_id: first.id, number: corrected.correction.id },
        query: { reason: CORRECTION.reason },
      },
      headers: KEY,
    })
  ).data,
  "undone correction",
);

given(status, "status");
told({ page, event, counts, changes, problem, held, corrected, undone });
