import { expect, test } from 'vitest';
import { SheetEntry } from './sheet-entry.ts';

/** A window with two entries, the first from elsewhere; `back` takes effect with `arrive`, as in a browser. */
function visit(address: string) {
  let entries = ['/', address];
  let at = 1;
  let arrive = () => {};
  const entry = new SheetEntry({
    href: () => entries[at]!,
    back: (done) => {
      arrive = () => {
        at -= 1;
        done();
      };
    },
  });
  const write = (to: string, history: 'push' | 'replace') => {
    entries = [...entries.slice(0, history === 'push' ? at + 1 : at), to];
    at = entries.length - 1;
  };
  return {
    open: (to: string, isOverAnother = false) =>
      entry.open(isOverAnother, async (history) => write(to, history)),
    close: () => entry.close(() => write('/page', 'replace')),
    arrive: () => arrive(),
    forward: () => {
      at += 1;
    },
    now: () => entries.slice(0, at + 1),
  };
}

test('a sheet that was opened here goes back as it closes, once', async () => {
  const window = visit('/page');
  await window.open('/page?sheet');
  window.close();
  window.close();
  window.arrive();
  expect(window.now()).toEqual(['/', '/page']);
  window.close();
  expect(window.now()).toEqual(['/', '/page']);
});

test('one that is opened again with Forward can be closed again', async () => {
  const window = visit('/page');
  await window.open('/page?sheet');
  window.close();
  window.arrive();
  window.forward();
  window.close();
  window.arrive();
  expect(window.now()).toEqual(['/', '/page']);
});

test('a sheet that came with the address does not lead away from the page', () => {
  const window = visit('/page?sheet');
  window.close();
  expect(window.now()).toEqual(['/', '/page']);
});

test('a sheet in the place of another has no further entry', async () => {
  const window = visit('/page');
  await window.open('/page?sheet');
  await window.open('/page?other', true);
  expect(window.now()).toEqual(['/', '/page', '/page?other']);
  window.close();
  window.arrive();
  expect(window.now()).toEqual(['/', '/page']);
});

test('a sheet in the place of one that came with the address is closed like that one', async () => {
  const window = visit('/page?sheet');
  await window.open('/page?other', true);
  window.close();
  expect(window.now()).toEqual(['/', '/page']);
});
