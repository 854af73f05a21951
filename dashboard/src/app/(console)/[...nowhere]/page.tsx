import { notFound } from 'next/navigation';

/** Every address that no other page has: inside the console, so that the navigation stays. */
export default function Nowhere() {
  notFound();
}
