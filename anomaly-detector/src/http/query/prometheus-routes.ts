import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import { bandMetrics } from '../../export/band-metrics.ts';
import { queryBands, select, selectLabels } from '../../export/band-query.ts';
import { type Matcher, parseSelector } from '../../export/selector.ts';
import { parseMoment } from '../../files/moment.ts';
import { parseDuration } from '../../parse/units.ts';
import type { LiveDetector } from '../../services/live-detector.ts';

/** The parameters of a request, from the address and from a form alike. */
type Form = URLSearchParams;
type Answer = (form: Form, request: FastifyRequest) => unknown;

const prefix = '/prometheus/api/v1';
const mostPoints = 11_000;
const everySeries: readonly Matcher[] = parseSelector('{__name__=~".+"}');

/**
 * The part of Prometheus' query API that Grafana needs to draw bands, past ones too: selectors such as
 * `breakwater_upper{service="order"}` and no functions.
 */
export const prometheusRoutes =
  ({ detector, now }: { detector: LiveDetector; now(): number }): FastifyPluginAsync =>
  async (app) => {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 64 * 1024 },
      (_request, body, done) => done(null, body),
    );
    const serve = (path: string, answer: Answer) => serveApi(app, `${prefix}${path}`, answer);
    serve('/query_range', (form) => {
      const range = rangeOf(form);
      return { resultType: 'matrix', result: queryBands(detector, selectorOf(form), range) };
    });
    serve('/query', (form) => {
      const at = momentOf(form, 'time') ?? now();
      // Grafana's test of a data source.
      if (form.get('query')?.replace(/\s/g, '') === '1+1')
        return { resultType: 'scalar', result: [at / 1000, '2'] };
      const found = queryBands(detector, selectorOf(form), { from: at, to: at, stepMs: 1 });
      return {
        resultType: 'vector',
        result: found.map(({ metric, values }) => ({ metric, value: values[0] })),
      };
    });
    serve('/series', (form) =>
      selectorsOf(form).flatMap((matchers) => select(detector, matchers).map(({ labels }) => labels)),
    );
    serve('/labels', (form) =>
      sorted(form, (matchers) => {
        const { names, labels } = selectLabels(detector, matchers);
        return [...(names.length > 0 ? ['__name__'] : []), ...labels.flatMap((own) => Object.keys(own))];
      }),
    );
    serve('/label/:name/values', (form, { params }) => {
      const { name } = params as { name: string };
      return sorted(form, (matchers) => {
        const { names, labels } = selectLabels(detector, matchers);
        return name === '__name__' ? names : labels.flatMap((own) => own[name] ?? []);
      });
    });
    serve('/metadata', () =>
      Object.fromEntries(
        Object.entries(bandMetrics).map(([name, help]) => [name, [{ type: 'gauge', help, unit: '' }]]),
      ),
    );
    serve('/status/buildinfo', () => ({ version: '2.42.0', application: 'breakwater' }));
  };

/** Serves a path to GET and POST, in Prometheus' envelope; what is wrong with a request is told in it too. */
function serveApi(app: FastifyInstance, path: string, answer: Answer): void {
  app.route({
    method: ['GET', 'POST'],
    url: path,
    handler: async (request, reply) => {
      try {
        return { status: 'success', data: answer(formOf(request), request) };
      } catch (error) {
        return reply
          .code(400)
          .send({ status: 'error', errorType: 'bad_data', error: (error as Error).message });
      }
    },
  });
}

function formOf({ url, body }: FastifyRequest): Form {
  const form = new URLSearchParams(url.split('?')[1] ?? '');
  if (typeof body === 'string')
    for (const [name, value] of new URLSearchParams(body)) form.append(name, value);
  return form;
}

function selectorsOf(form: Form): (readonly Matcher[])[] {
  const selectors = form.getAll('match[]').map(parseSelector);
  return selectors.length === 0 ? [everySeries] : selectors;
}

const selectorOf = (form: Form): Matcher[] => parseSelector(form.get('query') ?? '');

const sorted = (form: Form, namesOf: (matchers: readonly Matcher[]) => readonly string[]): string[] =>
  [...new Set(selectorsOf(form).flatMap(namesOf))].sort();

function rangeOf(form: Form): { from: number; to: number; stepMs: number } {
  const [from, to] = [momentOf(form, 'start'), momentOf(form, 'end')];
  const step = form.get('step') ?? '';
  const stepMs = parseDuration(step) ?? Number(step) * 1000;
  if (from === null || to === null || to < from)
    throw new Error('expected start and end with start before end');
  if (!(stepMs >= 1)) throw new Error(`step: expected seconds or a duration such as 30s, got "${step}"`);
  if ((to - from) / stepMs > mostPoints)
    throw new Error(
      `step: expected at most ${mostPoints} points a series, got ${Math.ceil((to - from) / stepMs)}`,
    );
  return { from, to, stepMs };
}

function momentOf(form: Form, name: string): number | null {
  const text = form.get(name);
  if (text === null || text === '') return null;
  const ms = parseMoment(text);
  if (ms === null) throw new Error(`${name}: expected epoch seconds or RFC 3339, got "${text}"`);
  return ms;
}
