'use client';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';

/** What stands where a page broke: plain words and the ways on. The control plane and the kill switches are not touched by it. */
export default function ConsoleError() {
  return (
    <Empty title="This page broke">
      <p>
        Nothing was changed by it. Reload the page; if it breaks again, the break-glass page of the control
        plane still kills and restores.
      </p>
      <Button look="primary" className="mt-4" onClick={() => window.location.reload()}>
        Reload
      </Button>
    </Empty>
  );
}
