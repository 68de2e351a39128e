import { isLoopback } from '../../workflows/contract/loopback.ts';

test.each([
  ['http://localhost:3000', true],
  ['http://127.0.0.1', true],
  ['http://127.8.9.10:25', true],
  ['http://127.1', true], // what URL makes 127.0.0.1 of
  ['smtp://127.0.0.1:2525', true],
  ['http://[::1]:3000', true],
  ['http://localhost.example', false],
  ['http://127.0.0.1.example', false],
  ['http://128.0.0.1', false],
  ['http://0.0.0.0', false],
  ['http://10.127.0.0', false],
  ['http://[::2]', false],
  ['http://orders.example', false],
])('%s is this machine: %s', (url, expected) => {
  expect(isLoopback(new URL(url).hostname)).toBe(expected);
});
