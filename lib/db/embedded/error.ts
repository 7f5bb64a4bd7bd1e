/** The embedded database cannot be used. The message tells a person what stands in the way and what to do. */
export class EmbeddedDatabaseError extends Error {
  override name = "EmbeddedDatabaseError";
}
