import { Card } from '../../../ui/card.tsx';
import { BandFigure, type BandFigureProps } from './band-figure.tsx';

/** A band figure on a surface of its own. */
export function BandPanel(props: BandFigureProps) {
  return (
    <Card as="section" aria-label={props.title} className="min-w-0">
      <BandFigure {...props} />
    </Card>
  );
}
