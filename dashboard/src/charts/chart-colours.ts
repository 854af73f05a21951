/** The colours of a chart, read from the theme that is in force. */
export interface ChartColours {
  trace: string;
  band: string;
  bandLine: string;
  bad: string;
  ok: string;
  muted: string;
  line: string;
  surface: string;
}

/** Reads the theme's colours as they stand. */
export function readColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    trace: of('trace'),
    band: of('band'),
    bandLine: of('band-line'),
    bad: of('bad'),
    ok: of('ok'),
    muted: of('muted'),
    line: of('line'),
    surface: of('surface'),
  };
}

/** Calls back when the theme changes, by choice or with the system; returns how to stop. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', listener);
  };
}
