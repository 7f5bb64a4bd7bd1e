import "server-only";
import { z } from "zod";
import { expectedVersionField, lineOfText } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { requireVersion } from "@/lib/kernel/versions";
import { INTERFACE_LOCALES, profileView, toProfileView } from "./profile";

export const updateMyProfile = defineSystemOperation({
  name: "update_my_profile",
  title: "Change my profile",
  description: "Changes the person's own name or language. What is not given stays; null clears.",
  area: "organisation",
  effect: "update",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({
    name: lineOfText(1, 120)
      .nullable()
      .optional()
      .meta({ description: "How people call you.", examples: ["Mei Chan"] }),
    locale: z
      .enum(INTERFACE_LOCALES)
      .nullable()
      .optional()
      .meta({
        description: "Language of the portal and of mail; null follows the organisation.",
        examples: ["zh-Hant"],
      }),
    expectedVersion: expectedVersionField,
  }),
  output: profileView,
  renderType: "record",
  summary: () => "Profile saved",
  undo: { none: "The person changes it back." },

  async run({ system, caller, note }, { expectedVersion, ...changes }) {
    const where = { id: caller.userId ?? "" };
    const before = await system.user.findUniqueOrThrow({ where });
    requireVersion(before.version, expectedVersion, profileView, () => toProfileView(before));
    const row = await system.user.update({ where, data: { ...changes, version: { increment: 1 } } });
    note({
      entityId: row.id,
      before: { name: before.name, locale: before.locale },
      after: { name: row.name, locale: row.locale },
    });
    return toProfileView(row);
  },
});
