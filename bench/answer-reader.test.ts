import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, expect, test } from "vitest";
import { AnswerReader, type HttpAnswer } from "./answer-reader";

const text = "yoga ".repeat(20_000);

const listener: RequestListener = (request, response) => {
  if (request.url === "/whole") response.setHeader("content-length", text.length);
  if (request.url === "/missing") response.statusCode = 404;
  for (let at = 0; at < text.length; at += 30_001) response.write(text.slice(at, at + 30_001));
  response.end();
};
const server = createServer(listener).listen(0, "127.0.0.1");
afterAll(() => server.close());

async function read(paths: string[]): Promise<HttpAnswer[]> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  const answers: HttpAnswer[] = [];
  await new Promise<void>((resolve) => {
    const reader = new AnswerReader((answer) => {
      answers.push(answer);
      if (answers.length === paths.length) resolve();
    });
    reader.keepBody = true;
    socket.on("data", (part) => reader.push(part));
    socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: test\r\n\r\n`).join(""));
  });
  socket.destroy();
  return answers;
}

test("reads answers with a length and in chunks, one after the other on one connection", async () => {
  const [whole, chunked, missing] = await read(["/whole", "/chunked", "/missing"]);
  expect(whole).toMatchObject({ status: 200, bodyBytes: text.length });
  expect(whole?.body?.toString()).toBe(text);
  expect(chunked?.body?.toString()).toBe(text);
  expect(missing?.status).toBe(404);
});
