import { Html } from './html.ts';

const hues: Record<string, number> = {
  Kitchen: 28,
  Desk: 210,
  Outdoor: 150,
  Home: 45,
  Audio: 265,
  Care: 340,
};

/** A product's picture, drawn from its id: a still life of three shapes in the colours of its category. */
export function picture(id: string, category: string): Html {
  const random = numbersFrom(id);
  const hue = (hues[category] ?? 200) + Math.round(random() * 24 - 12);
  const shapes = [0, 1, 2].map((layer) => shape(random, hue, layer)).join('');
  return new Html(
    `<svg viewBox="0 0 200 150" role="img" aria-hidden="true" preserveAspectRatio="xMidYMid slice">` +
      `<rect width="200" height="150" fill="hsl(${hue} 34% 91%)"/>` +
      `<rect y="${104 + Math.round(random() * 12)}" width="200" height="60" fill="hsl(${hue} 26% 84%)"/>` +
      `${shapes}</svg>`,
  );
}

function shape(random: () => number, hue: number, layer: number): string {
  const x = 62 + layer * 32 + random() * 14;
  const height = 34 + random() * 46;
  const width = 22 + random() * 26;
  const base = 112 + layer * 4;
  const fill = `hsl(${hue + layer * 9} ${38 + layer * 8}% ${62 - layer * 13}%)`;
  const kind = Math.floor(random() * 3);
  if (kind === 0)
    return `<ellipse cx="${round(x)}" cy="${round(base - width / 2)}" rx="${round(width / 1.8)}" ry="${round(width / 2)}" fill="${fill}"/>`;
  const radius = kind === 1 ? 4 : width / 2;
  return `<rect x="${round(x - width / 2)}" y="${round(base - height)}" width="${round(width)}" height="${round(height)}" rx="${round(radius)}" fill="${fill}"/>`;
}

const round = (value: number) => Math.round(value * 10) / 10;

/** The same numbers in [0, 1) for the same text, each time. */
function numbersFrom(text: string): () => number {
  let state = 7;
  for (let i = 0; i < text.length; i += 1) state = (Math.imul(state, 31) + text.charCodeAt(i)) | 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}
