import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/surfaces/portal/i18n.ts");

const everywhere = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
];

// Booking pages may be framed by the websites that their business named: there the policy's frame-ancestors decides alone.
const unframeable = [{ key: "X-Frame-Options", value: "DENY" }];

// A page that shows a key tells nobody where its reader came from.
const wherePeopleSeeKeys = [{ key: "Referrer-Policy", value: "no-referrer" }];

const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  devIndicators: false,
  // `npm run verify` checks types; a first start should not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Pages are loaded when first asked for: most servers answer agents, and every page in memory costs them 20 MB.
  experimental: { preloadEntriesOnStart: false },
  serverExternalPackages: [
    "pg",
    "graphile-worker",
    "pino",
    "nodemailer",
    "resend",
    "@prisma/client",
    "@prisma/adapter-pg",
    "@opentelemetry/api",
    "@react-email/body",
    "@react-email/button",
    "@react-email/container",
    "@react-email/head",
    "@react-email/heading",
    "@react-email/hr",
    "@react-email/html",
    "@react-email/preview",
    "@react-email/render",
    "@react-email/section",
    "@react-email/text",
    "@simplewebauthn/server",
  ],
  headers: async () => [
    { source: "/:path*", headers: everywhere },
    { source: "/((?!book/).*)", headers: unframeable },
    { source: "/settings/mcp-keys/:path*", headers: wherePeopleSeeKeys },
    { source: "/leaked", headers: wherePeopleSeeKeys },
  ],
};

export default withNextIntl(config);
