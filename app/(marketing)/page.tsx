import { LandingPage } from "@/components/landing/landing-page";
import { mcpEndpoint } from "@/lib/surfaces/portal/addresses";

export default function Page() {
  return <LandingPage endpoint={mcpEndpoint()} />;
}
