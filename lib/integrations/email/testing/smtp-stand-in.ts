import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

export interface SmtpStandIn {
  url: string;
  /** Each accepted mail: the envelope and the raw text. */
  mails: { from: string; to: string[]; raw: string }[];
  /** Answers to give instead of the usual ones, by command, such as `{ RCPT: "550 5.1.1 No such mailbox" }`. */
  answers: Record<string, string>;
  stop(): Promise<void>;
}

/** As much of an SMTP server as one plain mail needs, on loopback. */
export async function startSmtpStandIn(): Promise<SmtpStandIn> {
  const mails: SmtpStandIn["mails"] = [];
  const answers: SmtpStandIn["answers"] = {};
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    converse(socket, mails, answers);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    answers,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(socket: Socket, mails: SmtpStandIn["mails"], answers: SmtpStandIn["answers"]): void {
  let pending = "";
  let envelope = { from: "", to: [] as string[] };
  let isData = false;
  const say = (line: string) => {
    socket.write(`${line}\r\n`);
  };
  say(answers.GREETING ?? "220 stand-in ESMTP");

  function answerTo(verb: string, address: string): string {
    if (answers[verb]) return answers[verb];
    if (verb === "EHLO") return "250-stand-in\r\n250 AUTH PLAIN LOGIN";
    if (verb === "AUTH") return "235 2.7.0 Welcome";
    if (verb === "QUIT") return "221 Bye";
    if (verb === "MAIL") envelope = { from: address, to: [] };
    if (verb === "RCPT") envelope.to.push(address);
    isData = verb === "DATA";
    return isData ? "354 Go ahead" : "250 OK";
  }

  function obey(line: string): void {
    const [verb = ""] = line.toUpperCase().split(/[ :]/);
    say(answerTo(verb, /<([^>]*)>/.exec(line)?.[1] ?? ""));
    if (verb === "QUIT") socket.end();
  }

  socket.on("data", (chunk) => {
    pending += chunk.toString();
    while (true) {
      const end = isData ? "\r\n.\r\n" : "\r\n";
      const at = pending.indexOf(end);
      if (at < 0) return;
      const part = pending.slice(0, at);
      pending = pending.slice(at + end.length);
      if (!isData) obey(part);
      else {
        mails.push({ ...envelope, raw: part });
        isData = false;
        say("250 2.0.0 Queued");
      }
    }
  });
}
