/** Two letters of the given name, such as `Ro`: initials are the same for too many people. */
export function shortName(name: string): string {
  const [first = '', second = ''] = name.trim();
  return first.toUpperCase() + second.trim().toLowerCase();
}
