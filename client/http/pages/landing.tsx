import type { Hono } from 'hono';
import type { HttpEnv } from '../ports.ts';
import { respond } from './layout.tsx';

/** `/`: says what answers here, for whoever opens the port in a browser. */
export function landingPage(app: Hono<HttpEnv>, base: string): void {
  app.get('/', (c) =>
    respond(c, 200, {
      title: 'Orders that finish',
      base,
      children: (
        <>
          <h1>Orders that finish</h1>
          <p class="lead">
            Order Saga carries the order of a subscription from Buy to an active subscription, however many days and
            crashes lie between. This is its HTTP edge.
          </p>
          <section class="card">
            <h2>For back-end services</h2>
            <p>
              Place orders and follow them over the JSON API: <a href={`${base}/api/docs`}>read how</a>, or take{' '}
              <a href={`${base}/api/openapi.json`}>the OpenAPI document</a>.
            </p>
          </section>
          <section class="card">
            <h2>For end customers</h2>
            <p>Your page opens through the link in the mail that asked you for the administrator’s details.</p>
          </section>
          <section class="card">
            <h2>For operators</h2>
            <p>
              <a href={`${base}/healthz`}>/healthz</a> says whether this process runs, and{' '}
              <a href={`${base}/readyz`}>/readyz</a> whether it reaches the database and Temporal.
            </p>
          </section>
        </>
      ),
    }),
  );
}
