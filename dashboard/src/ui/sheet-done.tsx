import { Button } from './button.tsx';
import { SheetActions } from './sheet.tsx';

/** The end of a sheet that shows what came of it. */
export function SheetDone({ onClose }: { onClose: () => void }) {
  return (
    <div className="mt-4">
      <SheetActions>
        <Button look="outline" onClick={onClose} className="col-span-2">
          Done
        </Button>
      </SheetActions>
    </div>
  );
}
