/** What an operation does to the world. Everything else about its behaviour is derived from this one word. */
export const EFFECTS = ["read", "create", "update", "delete", "send"] as const;
export type Effect = (typeof EFFECTS)[number];

/** The four MCP tool hints of an effect. */
export function hintsOf(effect: Effect) {
  return {
    readOnlyHint: effect === "read",
    destructiveHint: effect === "delete",
    idempotentHint: effect === "read" || effect === "update",
    openWorldHint: effect === "send",
  };
}

/** Whether callers may pass an `idempotencyKey` to make a retry safe. */
export function acceptsIdempotencyKey(effect: Effect): boolean {
  return effect === "create" || effect === "send";
}
