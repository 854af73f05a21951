import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type HttpServer, logProblem, userIdOf } from '../../platform/http-server.ts';
import { ProblemError } from '../../platform/problem.ts';
import { closedPage, homePage } from '../../storefront/home-page.ts';
import { messagePage } from '../../storefront/message-page.ts';
import { orderPage } from '../../storefront/order-page.ts';
import { productPage } from '../../storefront/product-page.ts';
import { styleSheet } from '../../storefront/style.ts';
import type { ProductCard, ProductView } from '../catalog/domain/product.ts';
import type { OrderView } from '../order/domain/order-view.ts';
import type { StorefrontParts } from './api-routes.ts';

const policy =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The shop as pages: plain HTML, no script; what goes wrong is told as a page too. */
export function addPageRoutes(app: HttpServer, parts: StorefrontParts): void {
  app.register(async (pages) => addPages(pages, parts));
}

function addPages(app: HttpServer, parts: StorefrontParts): void {
  const { flags, catalog, recommendations, orders } = parts;
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 4096 },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );

  app.setErrorHandler((error, request, reply) => {
    const { status, detail } = logProblem(app.log, error, request.span);
    return sendPage(reply.status(status), messagePage('That did not work', detail));
  });

  app.get<{ Querystring: { category?: string } }>('/', async (request, reply) => {
    const userId = shopperOf(request, reply);
    const { category } = request.query;
    const list = await catalog.products(category || undefined, userId);
    if (list === undefined)
      return sendPage(reply.header('x-degraded', 'catalog.browse'), closedPage(category));
    const { json, copy } = list;
    const { products } = JSON.parse(json.toString()) as { products: ProductCard[] };
    const isCompact = flags.isEnabled('gateway-compact-cards', { userId });
    if (copy !== undefined) reply.header('x-degraded', copy.because);
    return sendPage(reply, homePage({ products, category, isCompact, copy }));
  });

  app.get<{ Params: { id: string } }>('/products/:id', async (request, reply) => {
    const userId = shopperOf(request, reply);
    const { id } = request.params;
    const [product, beside] = await Promise.all([
      catalog.product(id, userId),
      recommendations.get(id, userId),
    ]);
    if (product === undefined)
      return sendPage(reply.status(404), messagePage('No such product', 'It may have left the shop.'));
    const view = JSON.parse(product.json.toString()) as ProductView;
    return sendPage(
      reply,
      productPage({
        product: view,
        isStale: product.copy !== undefined,
        recommendations: beside,
        requestId: randomUUID(),
      }),
    );
  });

  app.post<{ Body: Record<string, string> }>('/orders', async (request, reply) => {
    const { productId, quantity, card, express, requestId } = request.body ?? {};
    const order = {
      lines: [{ productId, quantity: Number(quantity) }],
      card,
      express: express === 'on',
      requestId,
    };
    const { status, body } = await orders.place(order, shopperOf(request, reply));
    const answer = JSON.parse(body.toString()) as OrderView & { detail?: string };
    if (status >= 400)
      return sendPage(
        reply.status(status),
        messagePage('The order was not taken', answer.detail ?? 'Try again.'),
      );
    return reply.redirect(`/orders/${answer.id}`, 303);
  });

  app.get<{ Params: { id: string } }>('/orders/:id', async (request, reply) => {
    const { status, body } = await orders.read(request.params.id, shopperOf(request, reply));
    if (status === 404)
      return sendPage(reply.status(404), messagePage('No such order', 'Look at the address again.'));
    if (status >= 400) throw new ProblemError(502, 'order_unreadable', `Expected an order, got ${status}.`);
    return sendPage(reply, orderPage(JSON.parse(body.toString()) as OrderView));
  });

  app.get('/shop.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(styleSheet),
  );
}

/** The shopper's id, given to a new browser as a cookie: flags and rollouts stick to it. */
function shopperOf(request: FastifyRequest, reply: FastifyReply): string {
  const known = userIdOf(request);
  if (known !== '') return known;
  const fresh = randomUUID();
  reply.header('set-cookie', `shopper=${fresh}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax`);
  return fresh;
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .send(html);
}
