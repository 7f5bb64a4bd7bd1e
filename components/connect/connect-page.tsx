import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { CodeBlock } from "@/components/ui/code-block";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { connectSnippets } from "@/lib/operations/keys/connect-snippets";

type Way = "header" | "bridge" | "oauth";
type Client = {
  name: string;
  how: Way;
  https: boolean;
  restart: "yes" | "no" | "reconnect";
  works: "yes" | "signUpOnly";
};

const clients: Client[] = [
  { name: "Claude Code", how: "header", https: false, restart: "reconnect", works: "yes" },
  { name: "Claude Desktop", how: "bridge", https: false, restart: "yes", works: "yes" },
  { name: "claude.ai", how: "oauth", https: true, restart: "no", works: "signUpOnly" },
  { name: "ChatGPT", how: "oauth", https: true, restart: "no", works: "signUpOnly" },
  { name: "Cursor", how: "header", https: false, restart: "reconnect", works: "yes" },
  { name: "VS Code", how: "header", https: false, restart: "reconnect", works: "yes" },
  { name: "Codex", how: "header", https: false, restart: "yes", works: "yes" },
  { name: "favcrm CLI", how: "header", https: false, restart: "no", works: "yes" },
  { name: "HTTP", how: "header", https: false, restart: "no", works: "yes" },
];

function ClientTable() {
  const t = useTranslations("docs.connect");
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <HeadCell>{t("client")}</HeadCell>
          <HeadCell>{t("how")}</HeadCell>
          <HeadCell>{t("https")}</HeadCell>
          <HeadCell>{t("restart")}</HeadCell>
          <HeadCell>{t("works")}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {clients.map((client) => (
          <Row key={client.name}>
            <Cell className="font-medium whitespace-nowrap" translate="no">
              {client.name}
            </Cell>
            <Cell>{t(client.how)}</Cell>
            <Cell>{client.https ? t("yes") : t("no")}</Cell>
            <Cell>{t(client.restart)}</Cell>
            <Cell>
              <Badge tone={client.works === "yes" ? "ok" : "warning"}>{t(client.works)}</Badge>
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** The ready lines of every client, one tab each. */
export function ConnectLines({ endpoint }: { endpoint: string }) {
  const t = useTranslations("docs.connect");
  const tabs = connectSnippets(endpoint).map((snippet) => ({
    id: snippet.id,
    label: snippet.label,
    content: <CodeBlock code={snippet.code} label={snippet.file} />,
  }));
  return <Tabs tabs={tabs} label={t("linesTitle")} />;
}

/** Which clients connect how, and what to paste into each. */
export function ConnectPage({ endpoint }: { endpoint: string }) {
  const t = useTranslations("docs.connect");
  return (
    <div className="mx-auto grid w-full max-w-4xl gap-8 px-4 py-10 sm:px-8">
      <header className="grid gap-3">
        <h1 className="text-3xl font-semibold tracking-tight">{t("title")}</h1>
        <p className="max-w-prose text-ink-soft">{t("lead")}</p>
        <CodeBlock label={t("endpoint")} code={endpoint} />
      </header>
      <section className="min-w-0 rounded-lg border bg-surface">
        <ClientTable />
        <p className="border-t px-4 py-3 text-[13px] text-ink-soft">{t("source")}</p>
      </section>
      <section className="grid min-w-0 gap-3">
        <h2 className="text-lg font-semibold">{t("linesTitle")}</h2>
        <ConnectLines endpoint={endpoint} />
        <p className="max-w-prose text-[13px] text-ink-soft">{t("oauthNote")}</p>
      </section>
      <section className="grid gap-1">
        <h2 className="text-lg font-semibold">{t("noKeyTitle")}</h2>
        <p className="max-w-prose text-ink-soft">{t("noKeyBody")}</p>
      </section>
    </div>
  );
}
