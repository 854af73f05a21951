/** The mark, a wave between two walls, and the name where there is room for all of it. */
export function Brand() {
  return (
    <span className="flex h-7 flex-wrap gap-x-2 overflow-hidden leading-7 font-semibold tracking-tight">
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-7">
        <rect width="32" height="32" rx="7" fill="#0b2230" />
        <path
          d="M5 20c3.5 0 3.5-3 7-3s3.5 3 7 3 3.5-3 8-3"
          fill="none"
          stroke="#5cb8ec"
          strokeWidth="2.6"
          strokeLinecap="round"
        />
        <path d="M9 12h14M9 25h14" stroke="#e8edf3" strokeWidth="2.6" strokeLinecap="round" />
      </svg>
      <span className="max-sm:group-has-data-level:hidden">Breakwater</span>
    </span>
  );
}
