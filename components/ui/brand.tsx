/** The mark: a seal with an F cut into it. */
export function Brand({ className = "size-6" }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <rect width="24" height="24" rx="6" fill="var(--jade)" />
      <path d="M8 18.5V6h8.5M8 12h6.5" fill="none" stroke="var(--on-jade)" strokeWidth="2.6" strokeLinecap="square" />
      <circle cx="16.6" cy="17.4" r="1.7" fill="var(--on-jade)" />
    </svg>
  );
}
