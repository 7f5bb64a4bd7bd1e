import { beforeAll, describe, expect, it } from "vitest";
import { addMember, signedInBrowser } from "@/e2e/support/browser";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { endSessions } from "@/lib/auth/sessions";
import { systemDb } from "@/lib/db/client";
import { flushAudit } from "@/lib/kernel/audit";
import { execute } from "@/lib/kernel/execute";
import { listActivity } from "@/lib/operations/activity/list-activity";
import { listServices } from "@/lib/operations/services/list-services";
import { removeMember } from "@/lib/operations/team/remove-member";
import { activityStream } from "./activity-stream";

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await makeWorkspace();
});

/** Reads a stream in the background and remembers what came. */
function listen(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  const state = { text: "", isOver: false };
  const over = (async () => {
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      state.text += decoder.decode(value);
    }
    state.isOver = true;
  })();
  return { state, over, leave: () => reader.cancel() };
}

/** How many connections of the live feed the database sees. */
async function connections(): Promise<number> {
  const [row] = await systemDb().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'favcrm-activity'`;
  return row?.n ?? 0;
}

async function open(checkMs = 60_000, userId = workspace.userId) {
  const browser = await signedInBrowser(workspace, userId);
  const departure = new AbortController();
  const { organisationId } = workspace;
  const stream = activityStream({ organisationId, userId, caller: browser.caller, signal: departure.signal, checkMs });
  const heard = listen(stream);
  // Once it listens, the hub tells every follower to look; what comes after that is news.
  await expect.poll(() => heard.state.text, { timeout: 5_000 }).toContain("event: activity");
  heard.state.text = "";
  return { ...heard, browser, departure };
}

const useKey = async (caller = workspace.caller) => {
  await execute(listServices, caller, {});
  await flushAudit();
};

describe("the live feed", () => {
  it("tells a browser that a key was used", async () => {
    const { state, leave } = await open();
    await useKey();
    await expect.poll(() => state.text, { timeout: 3_000 }).toContain("event: activity");
    await leave();
  });

  it("says nothing about another organisation", async () => {
    const other = await makeWorkspace();
    const { state, leave } = await open();
    await useKey(other.caller);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(state.text).not.toContain("activity");
    await leave();
  });

  it("does not report that somebody looked at it, or it would wake itself for ever", async () => {
    const { state, browser, leave } = await open();
    await execute(listActivity, await browser.caller(), {});
    await flushAudit();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(state.text).not.toContain("activity");
    await leave();
  });

  it("ends at once when the session is ended, and says nothing more", async () => {
    const { state, over, browser } = await open();
    const begun = performance.now();
    await endSessions(systemDb(), workspace.userId, { only: browser.id });
    await over;
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(state.text).toBe("event: end\ndata: {}\n\n");
  });

  it("ends when the session runs out, which nobody announces", async () => {
    const { state, over, browser } = await open(100);
    await systemDb()
      .$executeRaw`UPDATE sessions SET idle_expires_at = now() - interval '1 second' WHERE id = ${browser.id}`;
    await over;
    expect(state.text).toContain("event: end");
  });

  it("ends at once for a member who is removed", async () => {
    const { userId, memberId } = await addMember(workspace, "manager");
    const { state, over } = await open(60_000, userId);
    await execute(removeMember, await (await signedInBrowser(workspace)).caller(), { memberId });
    await over;
    expect(state.text).toContain("event: end");
  });

  it("ends when the client leaves, and lets the connection go with the last follower", async () => {
    const { over, departure } = await open();
    departure.abort();
    await over;
    await expect.poll(connections).toBe(0);
  });

  it("is open in twenty tabs of a person and no more, and a closed tab makes room", async () => {
    const { organisationId, userId } = await makeWorkspace();
    const departures = Array.from({ length: 21 }, () => new AbortController());
    const open = (departure: AbortController) =>
      activityStream({ organisationId, userId, caller: async () => workspace.caller, signal: departure.signal });
    for (const departure of departures.slice(0, 20)) open(departure);
    const last = departures[20] ?? new AbortController();
    expect(() => open(last)).toThrow(/Too many/);
    departures[0]?.abort();
    open(last);
    for (const departure of departures) departure.abort();
  });

  it("hears again after the database dropped the connection", async () => {
    const { state, leave } = await open();
    const { default: pg } = await import("pg");
    const admin = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await admin.connect();
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'favcrm-activity'",
    );
    await admin.end();
    // After reconnecting it tells everybody to look, because news may have been missed.
    await expect.poll(() => state.text, { timeout: 5_000 }).toContain("event: activity");
    state.text = "";
    await useKey();
    await expect.poll(() => state.text, { timeout: 3_000 }).toContain("event: activity");
    await leave();
  });
});
