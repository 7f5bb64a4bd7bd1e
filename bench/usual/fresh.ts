import { z } from "zod";

/**
 * Builds a schema anew, as code does that writes its schemas inside the callback. Objects, lists and wrappers are rebuilt;
 * a leaf is one construction however many rules it has, so this costs less than the code it stands for.
 */
export function fresh<S extends z.ZodType>(schema: S): S {
  return rebuild(schema) as S;
}

function rebuild(schema: z.ZodType): z.ZodType {
  const meta = schema.meta();
  const made = bare(schema);
  return meta ? made.meta(meta) : made;
}

function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape).map(([name, field]) => [name, rebuild(field as z.ZodType)]);
    return new z.ZodObject({ ...schema.def, shape: Object.fromEntries(fields) });
  }
  if (schema instanceof z.ZodArray) return z.array(rebuild(schema.element as z.ZodType));
  if (schema instanceof z.ZodOptional) return z.optional(rebuild(schema.unwrap() as z.ZodType));
  if (schema instanceof z.ZodNullable) return z.nullable(rebuild(schema.unwrap() as z.ZodType));
  return schema.clone();
}
