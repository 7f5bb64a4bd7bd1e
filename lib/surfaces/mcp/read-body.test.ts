import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_BODY_BYTES, readJsonBody } from "./read-body";

const read = (body: BodyInit, headers: Record<string, string> = {}) =>
  readJsonBody(new Request("http://localhost/mcp", { method: "POST", body, headers }));

const problemOf = async (body: BodyInit) => {
  const answer = await read(body);
  return "problem" in answer ? answer.problem : undefined;
};

describe("a body", () => {
  it("that is JSON is read as JSON.parse reads it, whatever is in it", async () => {
    // JSON.parse itself makes __proto__ an own key; it is refused here, so it is left out.
    const values = fc.jsonValue({ maxDepth: 6 }).filter((value) => !JSON.stringify(value).includes("__proto__"));
    await fc.assert(
      fc.asyncProperty(values, fc.constantFrom(undefined, 2, "\t"), async (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(await read(text)).toEqual({ json: JSON.parse(text) });
      }),
      { numRuns: 500 },
    );
  });

  it("with strings full of brackets, quotes, colons and escapes is not mistaken for structure", async () => {
    const text = '{"a":"}{][\\",:\\\\","b:":["\\"c\\":1"],"c":{"a":1,"b:":2},"d":"\\u0022a\\u0022:"}';
    expect(await read(text)).toEqual({ json: JSON.parse(text) });
  });

  it("with a repeated key is refused at any depth and in any spelling; equal keys of different objects are not", async () => {
    for (const text of [
      '{"a":1,"a":2}',
      '[{"b":{"a":1, "c":[], "a":2}}]',
      '{"a":1,"\\u0061":2}',
      '{"a" : 1,\n"a"\t: 2}',
      '{"":1,"":2}',
    ]) {
      expect(await problemOf(text), text).toMatchObject({
        status: 400,
        code: -32600,
        message: expect.stringContaining("repeated"),
      });
    }
    expect(await problemOf('[{"a":1},{"a":{"a":1}}]')).toBeUndefined();
  });

  it("at the limits is read, beyond them refused", async () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(await problemOf(nested(64))).toBeUndefined();
    expect(await problemOf(nested(65))).toMatchObject({ status: 400, message: expect.stringContaining("64") });
    const list = (length: number) => `[${Array(length).fill(1).join(",")}]`;
    expect(await problemOf(list(20_001))).toBeUndefined();
    expect(await problemOf(list(20_002))).toMatchObject({ status: 400 });
    const text = (bytes: number) => `"${"x".repeat(bytes - 2)}"`;
    expect(await problemOf(text(MAX_BODY_BYTES))).toBeUndefined();
    expect(await problemOf(text(MAX_BODY_BYTES + 1))).toMatchObject({ status: 413 });
  });

  it("that lies about its length, or tells none, is cut off while it is read", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const request = new Request("http://localhost/mcp", {
      method: "POST",
      body: endless,
      duplex: "half",
    } as RequestInit);
    expect(await readJsonBody(request)).toMatchObject({ problem: { status: 413 } });
    expect(sent).toBeLessThan(20);
  });

  it("that is broken is refused by kind: bytes that are no UTF-8, text that is no JSON", async () => {
    for (const bytes of [[0xff], [0x22, 0xc3, 0x28, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22]]) {
      expect(await problemOf(new Uint8Array(bytes))).toMatchObject({
        code: -32700,
        message: expect.stringContaining("UTF-8"),
      });
    }
    for (const text of [
      "",
      " ",
      "{",
      '{"a":}',
      "undefined",
      "NaN",
      '"\u0000"',
      "{'a':1}",
      "[1,]",
      '"unterminated',
      "[]]",
      "{}{}",
    ]) {
      expect(await problemOf(text), text).toMatchObject({ status: 400, code: -32700 });
    }
  });
});
