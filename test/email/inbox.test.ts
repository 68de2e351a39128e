import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createSmtpMailer } from '../../activities/email/smtp.ts';
import { startInbox } from '../../dev/inbox/inbox.ts';
import { arm, mailsIn } from './inbox-over-http.ts';

const ANY = { smtpPort: 0, httpPort: 0 };

async function send(smtpUrl: string, ...mails: { to?: string; subject?: string; html?: string; text?: string }[]) {
  const mailer = createSmtpMailer({ url: smtpUrl, from: 'orders@example.com' });
  try {
    for (const [
      index,
      { to = 'ada@example.com', subject = 'A mail', html = '<p>Hi</p>', text = 'Hi' },
    ] of mails.entries()) {
      await mailer.send({ messageId: `${index}@example.com`, to: { email: to }, subject, text, html });
    }
  } finally {
    await mailer.close();
  }
}

async function inInbox(body: (inbox: Awaited<ReturnType<typeof startInbox>>) => Promise<void>, stateDir?: string) {
  const inbox = await startInbox({ ...ANY, ...(stateDir === undefined ? {} : { stateDir }) });
  try {
    await body(inbox);
  } finally {
    await inbox.close();
  }
}

async function inDirectory(body: (directory: string) => Promise<void>) {
  const directory = await mkdtemp(join(tmpdir(), 'inbox-'));
  try {
    await body(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

test('programs read the mails as JSON, newest first, with the address as a plain string', () =>
  inInbox(async (inbox) => {
    expect(await mailsIn(inbox)).toEqual([]);
    await send(inbox.smtpUrl, { subject: 'First' }, { to: 'Bob@Example.com', subject: 'Second ✓', html: '<p>Ü</p>' });
    expect(await (await fetch(inbox.messagesUrl)).json()).toMatchObject([
      {
        id: '000002',
        to: 'Bob@example.com',
        subject: 'Second ✓',
        html: '<p>Ü</p>',
        text: 'Hi',
        messageId: '1@example.com',
      },
      { id: '000001', to: 'ada@example.com', subject: 'First', date: expect.stringMatching(/^\d{4}-.*Z$/) },
    ]);
  }));

test('mails are there again after a restart, also after one that cut a file short', () =>
  inDirectory(async (directory) => {
    await inInbox((inbox) => send(inbox.smtpUrl, { subject: 'One' }, { subject: 'Two' }), directory);
    await writeFile(join(directory, '000003.json.part'), '{"id": "0000');
    await inInbox(async (inbox) => {
      await send(inbox.smtpUrl, { subject: 'Three' });
      expect((await mailsIn(inbox)).map(({ id, subject }) => `${id} ${subject}`)).toEqual([
        '000003 Three',
        '000002 Two',
        '000001 One',
      ]);
    }, directory);
  }));

test('a program that looks again asks for what came after the last mail it saw, in a directory or in memory', () =>
  inDirectory(async (directory) => {
    for (const kept of [directory, undefined]) {
      await inInbox(async (inbox) => {
        const after = async (id: string) => {
          const response = await fetch(`${inbox.messagesUrl}?after=${id}`);
          return response.ok
            ? ((await response.json()) as { subject: string }[]).map(({ subject }) => subject)
            : response;
        };
        await send(inbox.smtpUrl, { subject: 'One' }, { subject: 'Two' }, { subject: 'Three' });
        expect(await after('000001')).toEqual(['Three', 'Two']);
        expect(await after('000003')).toEqual([]);
        expect(await after('0')).toHaveLength(3);
        expect(await after('..')).toMatchObject({ status: 400 });
      }, kept);
    }
  }));

test('people see the mails on a page, and are told when there is none', () =>
  inInbox(async (inbox) => {
    expect(await (await fetch(inbox.url)).text()).toContain('No mail yet');
    await send(
      inbox.smtpUrl,
      { subject: 'Old' },
      { subject: 'New & <b>bold</b>', text: 'see https://example.com/a?b=1&c=2 now' },
    );
    const list = await (await fetch(inbox.url)).text();
    expect(list.indexOf('New &amp; &lt;b&gt;')).toBeLessThan(list.indexOf('Old'));
    const page = await (await fetch(`${inbox.url}/messages/000002`)).text();
    expect(page).toContain('see <a href="https://example.com/a?b=1&amp;c=2">https://example.com/a?b=1&amp;c=2</a> now');
    expect(page).not.toContain('<b>bold');
    expect((await fetch(`${inbox.url}/messages/999999`)).status).toBe(404);
  }));

test('a mail’s HTML runs no script, loads nothing and sends no form; its links lead out of the frame', () =>
  inInbox(async (inbox) => {
    await send(inbox.smtpUrl, {
      html: '<html><head></head><body><script>1</script><a href="https://example.com">x</a></body></html>',
    });
    const page = await fetch(`${inbox.url}/messages/000001`);
    expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    const frame = /<iframe [^>]*sandbox="([^"]*)" src="([^"]*)"/.exec(await page.text());
    const body = await fetch(`${inbox.url}${frame?.[2]}`);
    const policy = body.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; /);
    for (const sandbox of [frame?.[1], /sandbox (.*)$/.exec(policy)?.[1]]) {
      expect(sandbox).toContain('allow-top-navigation-by-user-activation');
      expect(sandbox).not.toMatch(/allow-(?:scripts|same-origin|forms)/);
    }
    expect(await body.text()).toContain('<head><base target="_top"></head>');
  }));

test('faults strike as often as they were armed, only the address they were armed for, and can be disarmed', () =>
  inInbox(async (inbox) => {
    await arm(inbox, { fault: 'refuse', times: 2, address: 'eve@example.com' });
    await send(inbox.smtpUrl, {});
    await expect(send(inbox.smtpUrl, { to: 'EVE@example.com' })).rejects.toThrow('550');
    await expect(send(inbox.smtpUrl, { to: 'eve@example.com' })).rejects.toThrow('550');
    await send(inbox.smtpUrl, { to: 'eve@example.com' });
    await arm(inbox, { fault: 'defer', times: 9 });
    await expect(send(inbox.smtpUrl, {})).rejects.toThrow('451');
    await fetch(`${inbox.url}/faults`, { method: 'DELETE' });
    await send(inbox.smtpUrl, {});
    expect((await mailsIn(inbox)).map(({ to }) => to)).toEqual([
      'ada@example.com',
      'eve@example.com',
      'ada@example.com',
    ]);
  }));

test('a fault that is none is refused, as is one that a page elsewhere could have sent', () =>
  inInbox(async (inbox) => {
    await expect(arm(inbox, { fault: 'explode' as 'drop', times: 1 })).rejects.toThrow('refuse, defer, hang, drop');
    await expect(arm(inbox, { fault: 'drop', times: 0 })).rejects.toThrow('times must be');
    const body = JSON.stringify({ fault: 'drop', times: 1 });
    expect((await fetch(`${inbox.url}/faults`, { method: 'POST', body })).status).toBe(415);
  }));

test('a port that is taken is named, and nothing is left running', () =>
  inInbox(async (inbox) => {
    const [smtpPort, httpPort] = [inbox.smtpUrl, inbox.url].map((url) => Number(new URL(url).port)) as [number, number];
    await expect(startInbox({ smtpPort, httpPort: 0 })).rejects.toThrow(`SMTP port ${smtpPort} on 127.0.0.1 is taken`);
    await expect(startInbox({ smtpPort: 0, httpPort })).rejects.toThrow(`HTTP port ${httpPort} on 127.0.0.1 is taken`);
  }));

test('as a program it says where it listens, and ends cleanly when told to', async () => {
  const main = join(__dirname, '../../dev/inbox/main.ts');
  const program = spawn(process.execPath, ['--import', 'tsx', main, '--smtp-port', '0', '--http-port', '0']);
  const ended = once(program, 'exit');
  const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
  const { smtpUrl, messagesUrl } = JSON.parse(line);
  await send(smtpUrl, { subject: 'To the program' });
  expect(await (await fetch(messagesUrl)).json()).toMatchObject([{ subject: 'To the program' }]);
  program.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
