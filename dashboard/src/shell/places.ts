/** Where one can go; the first four stand in the bottom bar of phones. */
export const places = [
  { href: '/', name: 'Now' },
  { href: '/incidents', name: 'Incidents' },
  { href: '/switches', name: 'Switches' },
  { href: '/rollouts', name: 'Rollouts' },
  { href: '/services', name: 'Services' },
  { href: '/policies', name: 'Policies' },
  { href: '/metrics', name: 'Metrics' },
  { href: '/lab', name: 'Lab' },
  { href: '/audit', name: 'Audit' },
] as const;

/** One entry of the navigation. */
export type Place = (typeof places)[number];

/** Whether a path lies in a place. */
export function isAt(place: Place, pathname: string): boolean {
  return place.href === '/'
    ? pathname === '/'
    : pathname === place.href || pathname.startsWith(`${place.href}/`);
}
