import { expect } from "@playwright/test";
import { callTool } from "../support";

/** A page, the name of its picture, and the texts of the studio that must be readable there. */
export interface Place {
  address: string;
  file: string;
  shows: string[];
}

export interface Named {
  id: string;
}

/** What fills a studio: calls that must succeed, and what becomes of each text on its way in. */
export interface Hand {
  call<Data = Named>(tool: string, args?: Record<string, unknown>): Promise<Data>;
  say(text: string): string;
}

export function handWith(key: string, say: (text: string) => string): Hand {
  return {
    say,
    async call<Data>(tool: string, args: Record<string, unknown> = {}) {
      const { error, data } = await callTool(tool, args, key);
      expect(error, tool).toBeUndefined();
      return data as Data;
    },
  };
}

const HOUR_MS = 3_600_000;
/** The day in Hong Kong, `days` from now. */
export const dayIn = (days: number) => new Date(Date.now() + (8 + 24 * days) * HOUR_MS).toISOString().slice(0, 10);
