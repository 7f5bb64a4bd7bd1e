import { clientPackage } from "@/lib/surfaces/http/client-package";

export const dynamic = "force-dynamic";

export { clientPackage as GET };
