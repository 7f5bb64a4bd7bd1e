import "server-only";
import { z } from "zod";
import { endSessions } from "@/lib/auth/sessions";
import { defineSystemOperation } from "@/lib/kernel/operation";

const output = z.object({ endedSessions: z.int() });

export const signOut = defineSystemOperation({
  name: "sign_out",
  title: "Sign out",
  description: "Ends the session of this browser. Signing out twice is no error.",
  area: "organisation",
  effect: "delete",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output,
  renderType: "record",
  summary: () => "Signed out",
  undo: { none: "The person signs in again." },

  async run({ system, caller }) {
    if (!caller.session || !caller.userId) return { endedSessions: 0 };
    const ended = await endSessions(system, caller.userId, { only: caller.session.id });
    return { endedSessions: ended.length };
  },
});
