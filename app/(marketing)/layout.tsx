import type { ReactNode } from "react";
import { SiteFrame } from "@/app/site-frame";
import { SiteFooter } from "@/components/site/site-footer";

export default function MarketingLayout({ children }: { children: ReactNode }) {
  return <SiteFrame footer={<SiteFooter />}>{children}</SiteFrame>;
}
