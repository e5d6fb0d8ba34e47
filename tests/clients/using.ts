// What a program does whichever client it uses: take what must be there, walk pages, say what it saw.

export function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no ${what}`);
  return value;
}

interface Page {
  items: { id: string }[];
  next: string | null;
}

/** How many different events all pages hold. */
export async function walked(asked: (cursor: { cursor?: string }) => Promise<Page>): Promise<number> {
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: Page = await asked(cursor === null ? {} : { cursor });
    page.items.forEach((hit) => seen.add(hit.id));
    cursor = page.next;
  } while (cursor !== null);
  return seen.size;
}

interface Occurrence {
  primary: boolean;
  start: string;
  status: string;
}

/** The occurrence that the headline is about, in the client's own type. */
export function primary<T extends Occurrence>(event: { occurrences: T[] }): T {
  return given(
    event.occurrences.find((one) => one.primary),
    "occurrence",
  );
}

/** What every program puts right, and takes back. */
export const CORRECTION = {
  kind: "domain",
  action: "add",
  value: "Health",
  reason: "To see whether it can be done.",
} as const;
export const KEY = { Authorization: `Bearer ${process.argv[3]}` };

interface Answers {
  page: { total: number; items: { id: string }[] };
  event: { occurrences: Occurrence[]; tags: { domains: { evidence: { quote: string }[] }[] } };
  counts: { items: { count: number }[] };
  changes: { items: { after: object | null }[] };
  problem: { type: string; errors?: { parameter?: string | null }[] | null };
  held: number;
  corrected: { event: { domains: string[] } };
  undone: { event: { domains: string[] } };
}

/** The line that tests/clients/generate.py compares. */
export function told({ page, event, counts, changes, problem, held, corrected, undone }: Answers): void {
  const { start, status } = primary(event);
  console.log(
    JSON.stringify({
      total: page.total,
      first: given(page.items[0], "hit").id,
      start,
      status,
      evidence: event.tags.domains[0]?.evidence[0]?.quote,
      walked: held,
      cells: counts.items.reduce((sum, cell) => sum + cell.count, 0),
      typed_changes: changes.items.filter((row) => row.after !== null && "headline" in row.after).length,
      problem: problem.type,
      fault: problem.errors?.[0]?.parameter,
      corrected: corrected.event.domains,
      undone: undone.event.domains,
    }),
  );
}
