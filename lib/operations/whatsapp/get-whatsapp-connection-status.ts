import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";

export const getWhatsappConnectionStatus = defineOperation({
  name: "get_whatsapp_connection_status",
  title: "Get WhatsApp connection status",
  description:
    "Tells whether a WhatsApp business number is connected to the company. On this server no number can be connected yet; messages go by e-mail.",
  area: "whatsapp",
  effect: "read",
  scopes: ["whatsapp:read"],
  input: z.strictObject({}),
  output: z.object({
    connected: z.boolean(),
    status: z.enum(["not_connected"]),
    phoneNumber: z.string().nullable(),
    businessAccountId: z.string().nullable(),
    message: z.string(),
  }),
  renderType: "record",
  summary: () => "WhatsApp is not connected",

  async run() {
    return {
      connected: false,
      status: "not_connected" as const,
      phoneNumber: null,
      businessAccountId: null,
      message: "No WhatsApp number is connected, and this server cannot connect one yet.",
    };
  },
});
