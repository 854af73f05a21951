import { z } from 'zod';
import { CheckFailed } from './wait-for.ts';

const ProductPage = z.object({
  recommendations: z.object({ items: z.array(z.unknown()), degraded: z.boolean() }),
});

/** What a shopper gets beside a product: how many recommendations, and whether they are the fallback. */
export async function readRecommendations(gateway: string, userId: string) {
  const list = await readJson(`${gateway}/api/products`, userId);
  const products = z
    .object({ products: z.array(z.object({ id: z.union([z.string(), z.number()]) })) })
    .parse(list).products;
  const page = await readJson(`${gateway}/api/products/${products[0]?.id}`, userId);
  return ProductPage.parse(page).recommendations;
}

async function readJson(url: string, userId: string): Promise<unknown> {
  const response = await fetch(url, { headers: { 'x-user-id': userId }, signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new CheckFailed(`expected ${url} to answer 200, came ${response.status}`);
  return response.json();
}
