import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { isTheme, themeCookie } from "@/lib/surfaces/portal/locales";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return { title: { default: t("product"), template: `%s · ${t("product")}` }, description: t("tagline") };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf7" },
    { media: "(prefers-color-scheme: dark)", color: "#121312" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Nonces are made per request, so no page may be rendered at build time.
  await connection();
  const theme = (await cookies()).get(themeCookie)?.value;
  const chosenTheme = isTheme(theme) && theme !== "system" ? theme : undefined;
  return (
    <html lang={await getLocale()} data-theme={chosenTheme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body className="min-h-dvh antialiased">{children}</body>
    </html>
  );
}
