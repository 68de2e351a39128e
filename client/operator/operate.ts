import { openStore } from '../../store/index.ts';
import { type OperatorCall, operatorBehind, operatorOn, stackAnswers } from './connect.ts';
import { operatorSocketOf } from './socket.ts';

/**
 * Makes one call where the data are: on the server of `databaseUrl`; else with the running stack that owns the embedded
 * database of `dataDir`; else on that database itself, which is let go of again.
 */
export async function operate<T>(
  { databaseUrl, dataDir }: { databaseUrl?: string | undefined; dataDir: string },
  call: OperatorCall<T>,
): Promise<T> {
  const socket = operatorSocketOf(dataDir);
  if (!databaseUrl && (await stackAnswers(socket))) return (await call(operatorBehind(socket))).json();
  const store = await openStore({ databaseUrl, dataDir });
  try {
    const answer = await call(operatorOn(store));
    return await answer.json();
  } finally {
    await store.close();
  }
}
