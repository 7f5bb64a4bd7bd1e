import { getTranslations } from "next-intl/server";
import { AuthFrame } from "@/components/auth/auth-frame";
import { CancelForm, ClaimForm, MoveForm } from "@/components/booking-link/booking-link-forms";
import { Alert } from "@/components/ui/alert";
import { readLinkedBooking } from "@/lib/operations/bookings/read-linked-booking";
import { attempt } from "@/lib/surfaces/portal/call";
import { titled } from "@/lib/surfaces/portal/metadata";
import { cancel, claim, move } from "./actions";

export const generateMetadata = titled("booking.title");

export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const token = decodeURIComponent((await params).token);
  const t = await getTranslations("booking");
  // The token names a booking, or a place that the wait-list keeps.
  if (token.includes(".wait_")) {
    return (
      <AuthFrame title={t("offerTitle")} lead={t("offerLead")}>
        <ClaimForm action={claim} token={token} />
      </AuthFrame>
    );
  }
  const outcome = await attempt(readLinkedBooking, { token });
  if (!outcome.ok) {
    return (
      <AuthFrame title={t("title")}>
        <Alert tone="danger">{t("broken")}</Alert>
      </AuthFrame>
    );
  }
  const { data } = outcome.answer;
  const isOpen = data.status === "pending" || data.status === "confirmed";
  return (
    <AuthFrame title={t("title")}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 rounded-md border bg-surface px-3 py-2.5 text-[13px]">
        <dt>{t("at")}</dt>
        <dd translate="no">{data.businessName}</dd>
        <dt>{t("service")}</dt>
        <dd translate="no">{data.serviceName}</dd>
        <dt>{t("when")}</dt>
        <dd>
          {data.localStart} ({data.timezone})
        </dd>
        <dt>{t("status")}</dt>
        <dd>{t(`statuses.${data.status}`)}</dd>
      </dl>
      {isOpen && <MoveForm action={move} token={token} />}
      {isOpen && <CancelForm action={cancel} token={token} />}
    </AuthFrame>
  );
}
