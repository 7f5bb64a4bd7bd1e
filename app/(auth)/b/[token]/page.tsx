import { getTranslations } from "next-intl/server";
import { AuthFrame } from "@/components/auth/auth-frame";
import { ClaimForm } from "@/components/booking-link/booking-link-forms";
import { BookingView } from "@/components/booking-link/booking-view";
import { BusinessTime, Facts } from "@/components/booking-link/facts";
import { Alert } from "@/components/ui/alert";
import { readLinkedBooking } from "@/lib/operations/bookings/read-linked-booking";
import { readLinkedOffer } from "@/lib/operations/bookings/read-linked-offer";
import { attempt } from "@/lib/surfaces/portal/call";
import { titled } from "@/lib/surfaces/portal/metadata";
import { cancel, claim, move } from "./actions";

export const generateMetadata = titled("booking.title");

const DONE = ["moved", "cancelled", "claimed"] as const;

async function Broken() {
  const t = await getTranslations("booking");
  return (
    <AuthFrame title={t("title")}>
      <Alert tone="danger">{t("broken")}</Alert>
    </AuthFrame>
  );
}

async function Offer({ token, isClaimed }: { token: string; isClaimed: boolean }) {
  const [t, outcome] = await Promise.all([getTranslations("booking"), attempt(readLinkedOffer, { token })]);
  if (!outcome.ok) return <Broken />;
  const { businessName, serviceName, startTime, timezone, state, keptUntil } = outcome.answer.data;
  const items = [
    { label: t("at"), value: <span translate="no">{businessName}</span> },
    { label: t("service"), value: <span translate="no">{serviceName}</span> },
    { label: t("when"), value: <BusinessTime at={startTime} timezone={timezone} /> },
  ];
  const until = keptUntil && { label: t("offerUntil"), value: <BusinessTime at={keptUntil} timezone={timezone} /> };
  return (
    <AuthFrame
      title={t(state === "kept" ? "offerTitle" : "title")}
      lead={state === "kept" ? t("offerLead") : undefined}
    >
      <div className="grid gap-6">
        <Facts items={until ? [...items, until] : items} />
        {state === "kept" && <ClaimForm action={claim} token={token} />}
        {state === "taken" && <Alert tone="ok">{t(isClaimed ? "claimed" : "offerTaken")}</Alert>}
        {state === "gone" && <Alert tone="warning">{t("offerGone")}</Alert>}
      </div>
    </AuthFrame>
  );
}

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ done?: string }> };

export default async function Page({ params, searchParams }: Props) {
  const [{ token: given }, query] = await Promise.all([params, searchParams]);
  const token = decodeURIComponent(given);
  const done = DONE.find((each) => each === query.done) ?? null;
  // The token names a booking, or a place that the wait-list keeps.
  if (token.includes(".wait_")) return <Offer token={token} isClaimed={done === "claimed"} />;
  const [t, outcome] = await Promise.all([getTranslations("booking"), attempt(readLinkedBooking, { token })]);
  if (!outcome.ok) return <Broken />;
  return (
    <AuthFrame title={t("title")}>
      <BookingView booking={outcome.answer.data} {...{ token, done, move, cancel }} />
    </AuthFrame>
  );
}
