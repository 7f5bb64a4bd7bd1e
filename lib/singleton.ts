import "server-only";

type Registry = Map<string, unknown>;

const registryKey = Symbol.for("favcrm.singletons");

/**
 * Returns the one value called `name` in this process, making it on first use.
 * Instrumentation, route handlers and pages each load their own copy of lib/, so module variables are not shared.
 * A maker that throws leaves nothing behind; the next call tries again.
 */
export function singleton<T>(name: string, make: () => T): T {
  const holder = globalThis as { [registryKey]?: Registry };
  holder[registryKey] ??= new Map();
  const registry = holder[registryKey];
  if (!registry.has(name)) registry.set(name, make());
  return registry.get(name) as T;
}

/** Forgets the value called `name`, so that the next call makes a new one. */
export function forgetSingleton(name: string): void {
  (globalThis as { [registryKey]?: Registry })[registryKey]?.delete(name);
}
