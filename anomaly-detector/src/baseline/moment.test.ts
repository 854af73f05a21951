import { describe, expect, it } from 'vitest';
import { dayS, emptyMoment, setMoment, weekS } from './moment.ts';

const at = (t: number, intervalS = 60) => {
  const moment = emptyMoment();
  setMoment(moment, t, intervalS);
  return moment;
};

describe('a moment', () => {
  it('lies between the centres of two buckets', () => {
    expect(at(20_000 * dayS + 12.75 * 3600)).toMatchObject({
      day: 20_000,
      inDay: { bucket: 12, left: 12, right: 13, share: 0.25 },
    });
    expect(at(20_000 * dayS + 12.25 * 3600).inDay).toEqual({ bucket: 12, left: 11, right: 12, share: 0.75 });
  });

  it('of an hourly row is that of its hour, wherever in the hour the rows come', () => {
    const wholeHour = { bucket: 12, left: 12, share: 0 };
    expect(at(20_000 * dayS + 12 * 3600, 3600).inDay).toMatchObject(wholeHour);
    expect(at(20_000 * dayS + 12.5 * 3600, 3600).inDay).toMatchObject(wholeHour);
    expect(at(20_000 * dayS + 12.5 * 3600, 3816).inDay).toMatchObject(wholeHour);
    expect(at(20_000 * dayS + 12.5 * 3600, 3 * 3600).inDay).toMatchObject(wholeHour);
  });

  it('of daily rows is that of their part of the week', () => {
    expect(at(20_000 * dayS, dayS).inWeek).toMatchObject({ bucket: 12, left: 12, share: 0 });
  });

  it('of rows that do not divide an hour is the instant', () => {
    expect(at(20_000 * dayS + 12.75 * 3600, 2400).inDay).toMatchObject({ left: 12, right: 13, share: 0.25 });
  });

  it('is reckoned anew for rows of another length', () => {
    const moment = emptyMoment();
    setMoment(moment, 20_000 * dayS, 3600);
    setMoment(moment, 20_000 * dayS, 60);
    expect(moment.inDay).toMatchObject({ left: 23, share: 0.5 });
  });

  it('goes round at the ends of the day and of the week', () => {
    expect(at(7 * weekS + 600).inDay).toMatchObject({ bucket: 0, left: 23, right: 0 });
    expect(at(7 * weekS - 600).inDay).toMatchObject({ bucket: 23, left: 23, right: 0 });
    expect(at(7 * weekS + 600).inWeek).toMatchObject({ bucket: 0, left: 83, right: 0 });
    expect(at(7 * weekS - 1e-7).inWeek.bucket).toBe(83);
  });

  it('knows times before 1970 as well', () => {
    expect(at(-1800)).toMatchObject({ day: -1, inDay: { bucket: 23 } });
  });
});
