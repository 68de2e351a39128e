/** An identity provider that can lie: what it answers is set by the test. */
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { startHttp } from '../../../../web/site/server.ts';

export interface Issuer {
  url: string;
  /** Changes what the next ID tokens claim. */
  claims: Record<string, unknown>;
  /** Changes the signature of the next ID tokens. */
  forged: boolean;
  /** The answer that the provider would send the browser back with, to this authorization request. */
  answerTo(authorization: URL): URL;
  /** How often a code was exchanged with the right verifier. */
  exchanged: number;
  close(): Promise<void>;
}

export async function startIssuer(): Promise<Issuer> {
  const keys = await generateKeyPair('RS256');
  const others = await generateKeyPair('RS256');
  const codes = new Map<string, { nonce: string; challenge: string; clientId: string }>();
  const issuer: Issuer = {
    url: '',
    claims: {},
    forged: false,
    exchanged: 0,
    answerTo(authorization) {
      const asked = authorization.searchParams;
      const code = `code-${codes.size + 1}`;
      codes.set(code, {
        nonce: asked.get('nonce') ?? '',
        challenge: asked.get('code_challenge') ?? '',
        clientId: asked.get('client_id') ?? '',
      });
      const answer = new URL(asked.get('redirect_uri') ?? '');
      answer.search = String(new URLSearchParams({ code, state: asked.get('state') ?? '' }));
      return answer;
    },
    close: async () => {},
  };
  const app = new Hono();
  app.get('/.well-known/openid-configuration', (c) =>
    c.json({
      issuer: issuer.url,
      authorization_endpoint: `${issuer.url}/authorize`,
      token_endpoint: `${issuer.url}/token`,
      jwks_uri: `${issuer.url}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
  );
  app.get('/jwks', async (c) => c.json({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'RS256' }] }));
  app.post('/token', async (c) => {
    const form = await c.req.parseBody<{ code: string; code_verifier: string }>();
    const code = codes.get(form.code);
    const challenge = createHash('sha256').update(form.code_verifier).digest('base64url');
    if (code === undefined || code.challenge !== challenge) return c.json({ error: 'invalid_grant' }, 400);
    codes.delete(form.code);
    issuer.exchanged += 1;
    const idToken = await new SignJWT({ nonce: code.nonce, ...issuer.claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer((issuer.claims.iss as string | undefined) ?? issuer.url)
      .setAudience((issuer.claims.aud as string | undefined) ?? code.clientId)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(issuer.forged ? others.privateKey : keys.privateKey);
    return c.json({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: idToken });
  });
  const http = await startHttp({ port: 0, app });
  issuer.url = http.url;
  issuer.close = () => http.close(500);
  return issuer;
}
