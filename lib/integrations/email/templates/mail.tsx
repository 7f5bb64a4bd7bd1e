import { Body } from "@react-email/body";
import { Button } from "@react-email/button";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Heading } from "@react-email/heading";
import { Hr } from "@react-email/hr";
import { Html } from "@react-email/html";
import { Preview } from "@react-email/preview";
import { Section } from "@react-email/section";
import { Text } from "@react-email/text";
import { Fragment, type ReactNode } from "react";
import { env } from "@/lib/env";
import type { MailFacts } from "./facts";
import { fill } from "./texts";

const FONTS =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'PingFang HK', 'PingFang TC', 'Microsoft JhengHei', 'Noto Sans TC', sans-serif";
const page = { backgroundColor: "#f6f6f4", color: "#1c1c1a", fontFamily: FONTS, margin: 0, padding: "24px 12px" };
const card = { backgroundColor: "#ffffff", border: "1px solid #e4e4df", borderRadius: 8, padding: 24, maxWidth: 480 };
const brand = { fontSize: 14, fontWeight: 600, margin: "0 0 16px" };
const heading = { fontSize: 20, lineHeight: "28px", fontWeight: 600, margin: "0 0 12px" };
const paragraph = { fontSize: 15, lineHeight: "24px", margin: "0 0 16px" };
const digits = {
  fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
  fontSize: 32,
  lineHeight: "40px",
  fontWeight: 600,
  letterSpacing: 6,
  margin: "0 0 16px",
};
const fact = { fontSize: 14, lineHeight: "22px", margin: "0 0 16px", wordBreak: "break-word" as const };
const muted = { color: "#5c5c57" };
const button = {
  backgroundColor: "#1c1c1a",
  borderRadius: 6,
  color: "#ffffff",
  fontSize: 15,
  fontWeight: 600,
  padding: "10px 16px",
};
const rule = { borderColor: "#e4e4df", margin: "20px 0 12px" };
const small = { color: "#5c5c57", fontSize: 13, lineHeight: "20px", margin: 0 };

/** The frame of every mail. `preview` is the line that inboxes show beside the subject. */
export function Mail(props: { facts: MailFacts; title: string; preview: string; children: ReactNode }) {
  const { locale, texts } = props.facts;
  return (
    <Html lang={locale} dir="ltr">
      <Head>
        <meta name="color-scheme" content="light" />
      </Head>
      <Preview>{props.preview}</Preview>
      <Body style={page}>
        <Container style={card}>
          <Text style={brand}>FavCRM</Text>
          <Heading as="h1" style={heading}>
            {props.title}
          </Heading>
          {props.children}
          <Hr style={rule} />
          <Text style={small}>{fill(texts.words.footer, { host: new URL(env().appUrl).host })}</Text>
        </Container>
      </Body>
    </Html>
  );
}

export function Paragraph({ children }: { children: ReactNode }) {
  return <Text style={paragraph}>{children}</Text>;
}

/** The code by itself on a line, in one piece, so that it can be copied. */
export function Code({ children }: { children: string }) {
  return <Text style={digits}>{children}</Text>;
}

/** Label and value, one a line; what is not known is left out. */
export function Facts({ facts, rows }: { facts: MailFacts; rows: [label: string, value: string | null][] }) {
  const known = rows.filter(([, value]) => value !== null);
  const colon = facts.locale === "en" ? ": " : "：";
  return (
    <Text style={fact}>
      {known.map(([label, value]) => (
        <Fragment key={label}>
          <span style={muted}>{`${label}${colon}`}</span>
          {value}
          <br />
        </Fragment>
      ))}
    </Text>
  );
}

export function Action({ href, children }: { href: string; children: string }) {
  return (
    <Section style={{ margin: "0 0 20px" }}>
      <Button href={href} style={button}>
        {children}
      </Button>
    </Section>
  );
}
