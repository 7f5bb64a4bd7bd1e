import "server-only";
import { z } from "zod";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { mustReviewKeys } from "../sign-in/start-session";
import { profileView, toProfileView } from "./profile";

export const getMyProfile = defineSystemOperation({
  name: "get_my_profile",
  title: "Get my profile",
  description:
    "Shows the signed-in person: name, mailbox, language, whether a passkey exists and whether keys wait to be reviewed.",
  area: "organisation",
  effect: "read",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output: profileView.extend({ hasPasskey: z.boolean(), mustReviewKeys: z.boolean(), isConfirmed: z.boolean() }),
  renderType: "record",
  summary: ({ email }) => email,

  async run({ system, caller }) {
    const userId = caller.userId ?? "";
    const [person, passkeys] = await Promise.all([
      system.user.findUniqueOrThrow({ where: { id: userId } }),
      system.passkey.count({ where: { userId } }),
    ]);
    const organisationId = caller.workspace?.organisationId;
    return {
      ...toProfileView(person),
      hasPasskey: passkeys > 0,
      mustReviewKeys: organisationId ? await mustReviewKeys(system, organisationId, userId) : false,
      isConfirmed: caller.session !== null && caller.session.confirmedAt !== null,
    };
  },
});
