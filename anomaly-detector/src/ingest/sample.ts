/** One value as it was exposed or written. */
export type Sample = {
  /** Name and labels as text: the same series has the same id. */
  id: string;
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
};
