/** An SMTP server that takes a mail in and then says nothing, until it is told to go on. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export async function freezingServer() {
  /** The Message-ID of each mail that arrived, as often as it arrived. */
  const arrived: string[] = [];
  const waiting: (() => void)[] = [];
  let goOn = () => {};
  const thawed = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    async onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      arrived.push(/^Message-ID: <(.*)>/im.exec(Buffer.concat(chunks).toString())?.[1] ?? 'none');
      for (const told of waiting.splice(0)) told();
      await thawed;
      done();
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    arrived,
    /** Resolves when so many mails have arrived. */
    async has(count: number): Promise<void> {
      while (arrived.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    thaw: () => goOn(),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
