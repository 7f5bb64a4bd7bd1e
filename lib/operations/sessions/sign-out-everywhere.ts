import "server-only";
import { z } from "zod";
import { endSessions } from "@/lib/auth/sessions";
import { countOf } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";

export const signOutEverywhere = defineSystemOperation({
  name: "sign_out_everywhere",
  title: "Sign out everywhere",
  description: "Ends every session of the person, or every one but this browser's. Keys are not touched.",
  area: "organisation",
  effect: "delete",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({
    keepCurrent: z
      .boolean()
      .default(false)
      .meta({ description: "Leave this browser signed in. Default false.", examples: [true] }),
  }),
  output: z.object({ endedSessions: z.int() }),
  renderType: "record",
  summary: ({ endedSessions }) => `${countOf(endedSessions, "session")} ended`,
  undo: { none: "The person signs in again." },

  async run({ system, caller, note }, { keepCurrent }) {
    const except = keepCurrent ? caller.session?.id : undefined;
    const ended = await endSessions(system, caller.userId ?? "", except ? { except } : {});
    note({ after: { endedSessions: ended } });
    return { endedSessions: ended.length };
  },
});
