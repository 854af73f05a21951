import type { LevelReport as Report } from '@breakwater/control-plane/contract';
import { StateMark } from '../../../ui/state-mark.tsx';
import { levelReportView } from '../level-view.ts';

/** What a change of level did to each switch; what failed stands first. */
export function LevelReport({ report }: { report: Report }) {
  const view = levelReportView(report);
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="text-lg">
        <StateMark state={view.mark}>{view.text}</StateMark>
      </p>
      <ul aria-label="Switches" className="divide-y divide-line rounded-md border border-line text-sm">
        {view.lines.map(({ key, mark, text }) => (
          <li key={key} className="flex flex-wrap items-baseline justify-between gap-x-3 px-3 py-2">
            <span className="font-mono">{key}</span>
            <StateMark state={mark}>{text}</StateMark>
          </li>
        ))}
      </ul>
    </div>
  );
}
