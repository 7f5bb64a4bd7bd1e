import { NothingHere } from "@/components/site/nothing-here";

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col">
      <NothingHere href="/" />
    </main>
  );
}
