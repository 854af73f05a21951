import { httpDetector } from '../adapters/detector/http-detector.ts';
import { httpLab } from '../adapters/lab/http-lab.ts';
import { DetectorWatch } from '../services/detector-watch.ts';
import { LabView } from '../services/lab-view.ts';
import type { LiveBuffer } from '../services/live-buffer.ts';
import type { Ground } from './ground.ts';

/** The processes that are asked from here: the detector and the Lab. */
export function openOutside({ config, log, now, onClose }: Ground, buffer: LiveBuffer) {
  const detector = config.detectorUrl === undefined ? undefined : httpDetector(config.detectorUrl);
  const detectorWatch = new DetectorWatch({
    detector,
    now,
    awayAfterMs: config.detectorAwayMs,
    onChange: (isThere) => log.warn(isThere ? 'the detector is back' : 'the detector is away: rollouts hold'),
    onError: (error) => log.debug({ err: String(error) }, 'the detector did not answer'),
  });
  onClose(() => detectorWatch.close());
  const lab = config.labUrl === undefined ? undefined : httpLab(config.labUrl);
  const labView = new LabView(lab, buffer);
  onClose(() => labView.close());
  return { detector, detectorWatch, lab, labView };
}
