/** What the issuer remembers, for as long as it runs. */

interface Entry {
  payload: Record<string, unknown>;
  expires: number;
}

/** A store of one issuer: the shape that `oidc-provider` asks of an adapter, for each of its models. */
export function createMemory() {
  const entries = new Map<string, Entry>();

  return function memory(model: string) {
    const keyOf = (id: string) => `${model}:${id}`;
    const alive = (entry: Entry | undefined) => (entry && entry.expires > Date.now() ? entry.payload : undefined);
    const findBy = (name: string, value: string) =>
      [...entries]
        .filter(([key, { payload }]) => key.startsWith(`${model}:`) && payload[name] === value)
        .map(([, entry]) => alive(entry))
        .find(Boolean);
    return {
      async upsert(id: string, payload: Record<string, unknown>, seconds?: number) {
        for (const [key, entry] of entries) if (!alive(entry)) entries.delete(key);
        entries.set(keyOf(id), { payload, expires: seconds === undefined ? Infinity : Date.now() + seconds * 1000 });
      },
      find: async (id: string) => alive(entries.get(keyOf(id))),
      findByUid: async (uid: string) => findBy('uid', uid),
      findByUserCode: async (userCode: string) => findBy('userCode', userCode),
      async consume(id: string) {
        const entry = entries.get(keyOf(id));
        if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id: string) {
        entries.delete(keyOf(id));
      },
      async revokeByGrantId(grantId: string) {
        for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
      },
    };
  };
}
