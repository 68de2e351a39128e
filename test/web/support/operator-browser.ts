/** A browser without JavaScript before the operators' pages. */
import type { HttpDeps } from '../../../web/site/ports.ts';
import { edgeOf, useWorlds } from './edge.ts';
import type { World } from './world.ts';

const ORIGIN = 'https://orders.example';

interface Page {
  status: number;
  location: string | null;
  text: string;
  cookies: string[];
}

/** A browser of its own before a world of its own, for each call. */
export function useOperatorBrowser(): (more?: Partial<HttpDeps>) => Promise<ReturnType<typeof browserBefore>> {
  const newWorld = useWorlds();
  return async (more) => browserBefore(await newWorld(), more);
}

function browserBefore(world: World, more: Partial<HttpDeps> = {}) {
  const { app } = edgeOf(world, {
    operator: {
      sessions: world.store.operatorSessions,
      sessionIdleMinutes: 30,
      sessionHours: 12,
      workflowUrl: (orderId) => `https://temporal.example/namespaces/default/workflows/order-${orderId}`,
    },
    ...more,
  });
  const cookies = new Map<string, string>();

  async function request(path: string, init: RequestInit = {}): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', cookie, ...init.headers } as Record<string, string>;
    const response = await app.request(path, { ...init, headers });
    const set = response.headers.getSetCookie();
    for (const line of set) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const { status } = response;
    return { status, location: response.headers.get('location'), text: await response.text(), cookies: set };
  }

  const it = {
    world,
    cookies,
    request,
    open: (path: string) => request(path),
    /** Sends the first form of a page, as the page has it. */
    async submit(path: string, fields: Record<string, string>, from: string, headers: Record<string, string> = {}) {
      const csrf = /name="csrf" value="([^"]+)"/.exec((await request(from)).text)?.[1] ?? '';
      const body = new URLSearchParams({ csrf, ...fields });
      return request(path, { method: 'POST', body, headers: { origin: ORIGIN, ...headers } });
    },
    signIn: (token = world.operatorToken) => it.submit('/operator/sign-in', { token }, '/operator/sign-in'),
  };
  return it;
}
