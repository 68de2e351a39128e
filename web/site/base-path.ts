/** The path under which the outside world reaches the app, without a slash at its end: empty where there is none. */
export function basePath(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, '');
}
