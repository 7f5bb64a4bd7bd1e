import type { z } from "zod";
import type { Area, Scope } from "@/lib/auth/scopes";
import type { Surface, SystemContext, TenantContext } from "./context";
import type { Effect } from "./effects";
import type { Lane } from "./lane";

/** How a client may show `data`; a hint, never needed to read it. */
export type RenderType = "table" | "record" | "stats" | "text" | "link";

export type InputSchema = z.ZodObject;
export type OutputSchema = z.ZodType;

/** What the audit row kept of a change; enough to take it back. */
export interface RecordedChange {
  entityId: string | null;
  before: unknown;
  after: unknown;
}

/** The inverse of a change, or why there is none. `with` is a function because operations may name each other. */
export type Undo =
  | { with: () => AnyOperation; arguments: (change: RecordedChange) => Record<string, unknown> }
  | { none: string };

interface OperationBase<I extends InputSchema, O extends OutputSchema> {
  /** Wire name: snake_case, verb first, at most 40 characters. */
  name: string;
  title: string;
  /** What it does, when to use it and what to call next; read by models that know nothing else. */
  description: string;
  area: Area;
  effect: Effect;
  /** Strict at every depth; every field described. Mark a secret field with `.meta({ secret: true })`. */
  input: I;
  /** Fields that are not named here never leave. */
  output: O;
  renderType: RenderType;
  /** One line for people. The kernel adds the company's name to the summary of a write. */
  summary(output: z.output<O>): string;
  /** Surfaces that offer it; all of them when absent. */
  offeredTo?: readonly Surface[];
  /** Required for every effect but `read`. */
  undo?: Undo;
}

/** Works on the records of the caller's company. */
export interface TenantOperation<I extends InputSchema = InputSchema, O extends OutputSchema = OutputSchema>
  extends OperationBase<I, O> {
  access?: "tenant";
  scopes: readonly Scope[];
  /** Makes the secret fields of a stored answer anew when a call is repeated with its idempotencyKey. */
  reissue?(context: TenantContext, stored: Record<string, unknown>): Promise<z.input<O>>;
  /** For what many may want at once and few can have: how such calls line up before their transactions. */
  lane?: Lane<z.output<I>>;
  run(context: TenantContext, input: z.output<I>): Promise<z.input<O>>;
}

/**
 * Works outside a tenant: `public` for anybody (sign-up), `personal` for a known person on their own things (companies,
 * sessions). `admit` runs before the transaction, in statements that stay when the call is refused: limits, counted guesses.
 */
export interface SystemOperation<
  I extends InputSchema = InputSchema,
  O extends OutputSchema = OutputSchema,
  A = unknown,
> extends OperationBase<I, O> {
  access: "public" | "personal";
  admit?(context: SystemContext, input: z.output<I>): Promise<A>;
  run(context: SystemContext, input: z.output<I>, admitted: A): Promise<z.input<O>>;
}

export type Operation<I extends InputSchema = InputSchema, O extends OutputSchema = OutputSchema> =
  | TenantOperation<I, O>
  | SystemOperation<I, O>;
export type AnyOperation = Operation;

/** Declares one thing the system can do. Every surface is a projection of the value it returns. */
export function defineOperation<I extends InputSchema, O extends OutputSchema>(
  operation: TenantOperation<I, O>,
): TenantOperation<I, O> {
  return operation;
}

/** Declares an operation that works outside a tenant (see SystemOperation). */
export function defineSystemOperation<I extends InputSchema, O extends OutputSchema, A = undefined>(
  operation: SystemOperation<I, O, A>,
): SystemOperation<I, O, A> {
  return operation;
}

/** Whether an operation needs an organisation to work in. */
export function isTenantOperation<I extends InputSchema, O extends OutputSchema>(
  operation: Operation<I, O>,
): operation is TenantOperation<I, O> {
  return operation.access === undefined || operation.access === "tenant";
}

/** Whether `surface` offers this operation. */
export function isOfferedTo(operation: AnyOperation, surface: Surface): boolean {
  return operation.offeredTo === undefined || operation.offeredTo.includes(surface);
}
