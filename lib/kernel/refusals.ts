import { OperationError } from "./errors";

/** Refusals that many operations share, so that they name the field and the next step in the same words. */

/** The refusal for an id that this company does not have. */
export function noSuch(field: string, noun: string, listTool: string): OperationError {
  return new OperationError("not_found", {
    message: `${field}: there is no such ${noun} in this company`,
    hint: `Check the id; ${listTool} shows the ids that exist.`,
    details: { field },
  });
}

/** The refusal for a value that only the database could judge. */
export function invalidField(field: string, rule: string, example?: unknown): OperationError {
  return new OperationError("invalid_input", {
    message: `${field}: ${rule}`,
    details: { field, fields: [{ field, rule, ...(example === undefined ? {} : { example }) }] },
  });
}

/** Data that leaves in bulk, or for good, is the owner's matter. Throws forbidden for everybody else. */
export function requireOwner({ role }: { role: string }): void {
  if (role === "owner") return;
  throw new OperationError("forbidden", {
    reason: "ownerOnly",
    message: "Only the owner of the workspace may do this.",
    hint: "Ask the owner to do it, or to make a key for it.",
  });
}
