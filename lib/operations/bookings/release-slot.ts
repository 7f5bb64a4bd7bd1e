import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { idField } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { releaseHold } from "./allocations";

export const holdIdField = idField("hold", "Id of a hold, from hold_slot.");

export const releaseSlot = defineOperation({
  name: "release_slot",
  title: "Release slot",
  description: "Gives back a time that hold_slot keeps, so that others can book it at once.",
  area: "bookings",
  effect: "delete",
  scopes: ["bookings:write"],
  input: z.strictObject({ holdId: holdIdField }),
  output: z.object({ holdId: z.string() }),
  renderType: "record",
  summary: () => "The time is free again",
  undo: { none: "Hold the time again with hold_slot, if nobody took it." },

  async run(context, { holdId }) {
    if (await releaseHold(context, holdId)) {
      context.note({ entityId: holdId });
      return { holdId };
    }
    throw new OperationError("not_found", {
      message: "holdId: there is no such hold any more",
      hint: "A hold ends by itself after its minutes.",
      details: { field: "holdId" },
    });
  },
});
