import type { Place } from './places.ts';

const paths: Record<Place['name'], string> = {
  Now: 'M3 12h4l3-7 4 14 3-7h4',
  Incidents: 'M12 4 2.5 20h19L12 4Zm0 6v4.5m0 2.6v.1',
  Switches: 'M8 7h8a5 5 0 0 1 0 10H8A5 5 0 0 1 8 7Zm0 2.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z',
  Rollouts: 'M3 20h4.5v-5H12v-5h4.5V5H21',
  Services: 'M4 4h6v6H4V4Zm10 10h6v6h-6v-6ZM7 10v4a3 3 0 0 0 3 3h4',
  Policies: 'M4 7h9m4 0h3M4 17h3m4 0h9M15 4.5v5M9 14.5v5',
  Metrics: 'M4 4v16h16M8 15l3.5-4.5 3 2.5L20 7',
  Lab: 'M9.5 3.5h5m-4 0v6L5 19a1.2 1.2 0 0 0 1 1.7h12a1.2 1.2 0 0 0 1-1.7l-5.5-9.5v-6M8 15h8',
  Audit: 'M6 3.5h9l4 4v13H6v-17Zm3 7h7m-7 4h7m-7 3h4',
};

/** The line drawing of a place. */
export function PlaceIcon({ name }: { name: Place['name'] }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      className="size-5 shrink-0"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
