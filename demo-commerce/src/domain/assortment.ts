/** A product of the shop's own assortment, before it is stored; price in cents. */
export interface AssortmentItem {
  id: string;
  name: string;
  category: string;
  priceCents: number;
  tags: readonly string[];
  blurb: string;
}

type Row = readonly [name: string, priceCents: number, tags: string, blurb: string];

const kitchen: Row[] = [
  [
    'Kettle Brook',
    6490,
    'tea steel heat',
    'Boils a litre in three minutes and tells you at 70, 80, 90 and 100 degrees.',
  ],
  [
    'Moka Pot Trevi',
    3290,
    'coffee steel heat',
    'Six small cups, polished aluminium, a handle that stays cool.',
  ],
  [
    'Pour-over Set Hario Hill',
    4490,
    'coffee glass slow',
    'Glass carafe, ceramic cone and forty paper filters.',
  ],
  [
    'Hand Grinder Nordkapp',
    8900,
    'coffee steel slow',
    'Conical steel burrs, forty clicks from espresso to French press.',
  ],
  [
    'Chef Knife Kiso 20 cm',
    12900,
    'steel cutting japan',
    'VG-10 core, walnut handle, honed by hand at fifteen degrees.',
  ],
  ['Bread Knife Alba', 5900, 'steel cutting bread', 'Long, wavy and patient with the hardest crust.'],
  ['Cutting Board Oiled Oak', 4900, 'wood cutting', 'End grain, juice groove, rubber feet.'],
  [
    'Cast Iron Skillet 26',
    5490,
    'iron heat',
    'Seasoned three times with linseed oil, oven-safe to 300 degrees.',
  ],
  [
    'Dutch Oven Ember 5 l',
    15900,
    'iron heat bread',
    'Enamelled cast iron for stews on Sunday and bread on Monday.',
  ],
  ['Salt Pig Terracotta', 1990, 'clay table', 'Keeps coarse salt dry and within reach.'],
  ['Linen Apron Harbour', 3900, 'linen wear', 'Cross-back, two pockets, softer with every wash.'],
  [
    'Storage Jars Set of 4',
    2790,
    'glass table',
    'Borosilicate glass with cork lids, from 0.3 to 1.5 litres.',
  ],
];
const desk: Row[] = [
  [
    'Desk Lamp Kelvin',
    8990,
    'light metal work',
    'Warm in the evening, cool at noon, dimmed with one finger.',
  ],
  ['Notebook Atlas A5', 1890, 'paper write', '192 dotted pages of 100-gram paper that fountain pens like.'],
  ['Fountain Pen Tarn', 5900, 'write metal', 'Steel nib in F or M, converter included.'],
  ['Ink Deep Fjord 50 ml', 1690, 'write paper', 'A blue-black that shades and does not feather.'],
  ['Felt Desk Mat', 3990, 'wool work', 'Merino felt, cork below, 80 by 35 centimetres.'],
  [
    'Mechanical Keyboard Quarry',
    13900,
    'work metal type',
    'Tenkeyless, hot-swappable switches, no software needed.',
  ],
  ['Wrist Rest Walnut', 2990, 'wood work type', 'One piece of walnut, oiled and rounded.'],
  ['Monitor Stand Birch', 6900, 'wood work', 'Lifts a screen by eleven centimetres and hides a keyboard.'],
  ['Paper Tray Stack', 3490, 'metal work paper', 'Three trays of powder-coated steel.'],
  ['Pencil Set Graphite 12', 2190, 'write wood', 'From 4H to 8B in a tin.'],
];
const outdoor: Row[] = [
  ['Trail Backpack Ridge 28', 11900, 'carry trail', 'Twenty-eight litres, rain cover, room for a bladder.'],
  ['Dry Bag 20 l', 2490, 'carry water', 'Roll it three times and the lake stays outside.'],
  ['Camp Stove Wisp', 4990, 'heat trail metal', '83 grams, boils half a litre in four minutes.'],
  ['Titanium Mug 450', 3290, 'metal trail coffee', 'Folding handles, marks at 100 millilitres.'],
  ['Headlamp Lumen 400', 4490, 'light trail', 'Red light, lock, six hours at full beam.'],
  ['Sleeping Bag Tundra', 18900, 'sleep trail', 'Comfort down to minus four, 980 grams of it.'],
  ['Tent Skerry 2', 32900, 'sleep trail', 'Two people, two doors, 1.9 kilograms.'],
  ['Hammock Birch Grove', 5490, 'sleep slow', 'Parachute nylon with tree straps.'],
  ['Trekking Poles Carbon', 8990, 'trail metal', 'Three sections, cork grips, 380 grams a pair.'],
  ['Wool Blanket Moor', 7900, 'wool sleep', 'Recycled wool, woven, 140 by 200 centimetres.'],
  ['Thermos Bergen 0.75', 3690, 'steel trail tea', 'Hot for a day, cold for two.'],
  ['Pocket Knife Larch', 4290, 'steel cutting trail', 'One blade, larch handle, a lock you can trust.'],
];
const home: Row[] = [
  ['Candle Cedar & Smoke', 2490, 'scent slow', 'Rapeseed wax, forty hours, no paraffin.'],
  ['Linen Sheets Fog', 13900, 'linen sleep', 'Stone-washed, 160 grams, cool in July.'],
  ['Throw Pillow Ochre', 3290, 'wool sleep', 'Hand-loomed cover with a feather filling.'],
  ['Wall Clock Meridian', 5900, 'wood table', 'Silent sweep, ash frame, 30 centimetres.'],
  ['Vase Dune', 3990, 'clay table', 'Thrown on a wheel, no two the same.'],
  ['Plant Pot Basalt', 2890, 'clay garden', 'With a saucer, frost-proof.'],
  ['Door Mat Coir', 2290, 'garden', 'Coconut fibre that outlives boots.'],
  ['Table Runner Sage', 2590, 'linen table', 'Washed linen, 40 by 150 centimetres.'],
  ['Paper Lantern Luna 45', 1990, 'light paper', 'Rice paper and bamboo, folds flat.'],
  ['Floor Lamp Heron', 14900, 'light metal', 'A thin arc with a heavy foot.'],
  ['Mirror Round 60', 8900, 'glass metal', 'Bevelled edge, brass frame.'],
  ['Laundry Basket Willow', 4900, 'wood linen', 'Woven willow with a cotton liner.'],
];
const audio: Row[] = [
  ['Headphones Stillwater', 24900, 'sound work', 'Closed, wired and wireless, thirty-five hours.'],
  ['Earbuds Pebble', 12900, 'sound trail', 'Six grams each; the case charges them four times.'],
  ['Bookshelf Speakers Oakhall', 34900, 'sound wood', 'Five-inch paper cone, silk dome, bi-wired.'],
  [
    'Turntable Revolve',
    29900,
    'sound vinyl slow',
    'Belt drive, carbon arm, a preamplifier you can switch off.',
  ],
  ['Record Brush', 1490, 'vinyl', 'Carbon fibre, ten thousand bristles.'],
  ['Record Crate Pine', 3990, 'vinyl wood', 'Holds eighty albums and stacks.'],
  ['Portable Radio Coast', 7990, 'sound trail', 'DAB+ and FM, sixteen hours, a leather strap.'],
  ['Smart Speaker Cairn', 9900, 'sound', 'Fabric and clay, and a switch that cuts the microphone.'],
];
const care: Row[] = [
  ['Olive Soap Bar', 690, 'bath scent', 'Cold pressed, cured for six weeks.'],
  ['Safety Razor Flint', 4490, 'bath steel', 'Brass and chrome, takes any double-edge blade.'],
  ['Shaving Brush Fan', 2990, 'bath wood', 'Synthetic knot that dries overnight.'],
  ['Bath Towel Waffle', 3490, 'bath linen', 'Organic cotton, dries you and then itself.'],
  ['Hair Brush Beech', 2690, 'bath wood', 'Boar bristles, pneumatic cushion.'],
  ['Hand Balm Comfrey', 1290, 'bath scent', 'Shea, comfrey and nothing from a lab.'],
];

const sections: Record<string, Row[]> = {
  Kitchen: kitchen,
  Desk: desk,
  Outdoor: outdoor,
  Home: home,
  Audio: audio,
  Care: care,
};

/** Sixty products in six categories. */
export const assortment: readonly AssortmentItem[] = Object.entries(sections).flatMap(([category, rows]) =>
  rows.map(([name, priceCents, tags, blurb]) => ({
    id: slug(name),
    name,
    category,
    priceCents,
    tags: tags.split(' '),
    blurb,
  })),
);

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
