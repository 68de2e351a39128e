/** An SMTP server that gives one reply of our choice at one stage, and says yes to everything else. */
import { type AddressInfo, createServer, type Socket } from 'node:net';

export type Stage = 'greeting' | 'AUTH' | 'MAIL FROM' | 'RCPT TO' | 'DATA' | 'end of DATA' | 'nowhere';

export async function scriptedServer(script: { stage: Stage; reply: string }) {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const answer = (stage: Stage, usual: string) => {
      socket.write(`${stage === script.stage ? script.reply : usual}\r\n`);
      return stage !== script.stage;
    };
    let inData = false;
    let rest = '';
    answer('greeting', '220 test');
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (inData) {
          if (line !== '.') continue;
          inData = false;
          answer('end of DATA', '250 kept');
          continue;
        }
        heard.push(line);
        if (/^EHLO/i.test(line))
          socket.write(script.stage === 'AUTH' ? '250-test\r\n250 AUTH PLAIN\r\n' : '250 test\r\n');
        else if (/^AUTH/i.test(line)) answer('AUTH', '235 welcome');
        else if (/^MAIL/i.test(line)) answer('MAIL FROM', '250 ok');
        else if (/^RCPT/i.test(line)) answer('RCPT TO', '250 ok');
        else if (/^DATA/i.test(line)) inData = answer('DATA', '354 go on');
        else if (/^STARTTLS/i.test(line)) socket.write('502 no encryption here\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const login = script.stage === 'AUTH' ? 'user:wrong@' : '';
  return {
    url: `smtp://${login}127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The commands received, message bodies left out. */
    heard,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
