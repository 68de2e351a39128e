/** Whether a host, as `URL.hostname` gives it, is this machine itself, so that nothing said to it crosses a network. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
