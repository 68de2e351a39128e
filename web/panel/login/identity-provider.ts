/** "Log In with IMOnline": OpenID Connect, authorization code flow with PKCE, state and nonce. */
import * as openid from 'openid-client';
import type { Identity, PendingLogin } from '../../../store/store.ts';
import type { OidcSettings } from '../../site/ports.ts';

/** Seconds that the provider may take for an answer; somebody looks at a blank page meanwhile. */
const PATIENCE = 10;

export interface IdentityProvider {
  /** Where to send the browser, and what its answer must be checked against. */
  begin(): Promise<Omit<PendingLogin, 'returnTo'> & { state: string; url: URL }>;
  /**
   * Who somebody is, by the answer with which the browser came back. `answer` is the callback's URL with its query.
   * @throws LoginDeclined if the user or the provider broke the login off; any other error if the answer is not good.
   */
  finish(answer: URL, expected: PendingLogin & { state: string }): Promise<Identity>;
}

/** Thrown when the provider says that there will be no login. */
export class LoginDeclined extends Error {
  override readonly name = 'LoginDeclined';
}

/** @param callback the URL to which the provider sends the browser back; it must know it. */
export function identityProvider(settings: OidcSettings, callback: string): IdentityProvider {
  let discovered: Promise<openid.Configuration> | undefined;

  /** Asks at the first login, so that we start without the provider; a failure is not kept. */
  function configuration(): Promise<openid.Configuration> {
    discovered ??= discover(settings).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  }

  return {
    async begin() {
      const config = await configuration();
      const codeVerifier = openid.randomPKCECodeVerifier();
      const [state, nonce] = [openid.randomState(), openid.randomNonce()];
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: 'openid email profile',
        code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      return { state, nonce, codeVerifier, url };
    },

    async finish(answer, { state, nonce, codeVerifier }) {
      const config = await configuration();
      const tokens = await openid
        .authorizationCodeGrant(config, answer, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        })
        .catch((error: Error) => {
          if (error.name !== 'AuthorizationResponseError') throw error;
          throw new LoginDeclined(error.message, { cause: error });
        });
      const claims = tokens.claims();
      // OpenID Connect Core §2: the subject is never empty; one that is would be everybody's.
      if (!claims?.sub) throw new Error('the identity provider sent no ID token with a subject');
      const about =
        claims.email === undefined && config.serverMetadata().userinfo_endpoint !== undefined
          ? await openid.fetchUserInfo(config, tokens.access_token, claims.sub)
          : claims;
      const { email, email_verified: verified } = about;
      return {
        issuer: claims.iss,
        subject: claims.sub,
        verifiedEmail: verified === true && typeof email === 'string' ? email : undefined,
      };
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<openid.Configuration> {
  const server = new URL(issuer);
  const config = await openid.discovery(
    server,
    clientId,
    undefined,
    clientSecret === undefined ? openid.None() : secretAsTheProviderTakesIt(clientSecret),
    // The environment lets an issuer without TLS be on this machine only.
    { timeout: PATIENCE, execute: server.protocol === 'http:' ? [openid.allowInsecureRequests] : [] },
  );
  openid.enableNonRepudiationChecks(config);
  return config;
}

/** OpenID Connect's default is HTTP Basic; a provider that says so gets the secret in the body. */
function secretAsTheProviderTakesIt(secret: string): openid.ClientAuth {
  const [basic, post] = [openid.ClientSecretBasic(secret), openid.ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? basic : post)(server, client, body, headers);
  };
}
