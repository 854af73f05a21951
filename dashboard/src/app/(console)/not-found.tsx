import Link from 'next/link';
import { buttonClasses } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';

export default function NotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <Empty title="There is nothing at this address">
        <Link href="/" className={buttonClasses('primary', 'mt-4')}>
          Go to Now
        </Link>
      </Empty>
    </>
  );
}
