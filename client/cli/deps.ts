import type { OperatorCall } from '../operator/connect.ts';
import type { ApiCall } from './api.ts';

/** What the commands need. */
export interface CliDeps {
  /** Makes one call of the operator's, and answers what it answers. */
  operate<T>(call: OperatorCall<T>): Promise<T>;
  /** Makes one request to the API. */
  api: ApiCall;
  /** All of the standard input. */
  readInput(): Promise<string>;
  /** Where results go; everything else goes to the error output. */
  print(text: string): void;
}
