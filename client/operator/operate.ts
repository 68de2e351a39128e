import { openStore } from '../../store/index.ts';
import { ReconciliationSchedule, type ReconciliationScheduleOptions } from '../reconciliation.ts';
import { createTemporalClient } from '../temporal/connection.ts';
import type { Comparing } from './app.ts';
import { type OperatorCall, operatorBehind, operatorOn, stackAnswers } from './connect.ts';
import { operatorSocketOf } from './socket.ts';

/** Where the data are, and when vendors, record and ledger are compared. */
export interface Operated {
  databaseUrl?: string | undefined;
  dataDir: string;
  schedule: Omit<ReconciliationScheduleOptions, 'client'>;
}

/**
 * Makes one call where the data are: on the server of `databaseUrl`; else with the running stack that owns the embedded
 * database of `dataDir`; else on that database itself, which is let go of again.
 */
export async function operate<T>({ databaseUrl, dataDir, schedule }: Operated, call: OperatorCall<T>): Promise<T> {
  const socket = operatorSocketOf(dataDir);
  if (!databaseUrl && (await stackAnswers(socket))) return (await call(operatorBehind(socket))).json();
  const store = await openStore({ databaseUrl, dataDir });
  try {
    const answer = await call(operatorOn(store, comparingBy(schedule)));
    return await answer.json();
  } finally {
    await store.close();
  }
}

/** Connects to Temporal only when it is asked. */
function comparingBy(schedule: Operated['schedule']): Comparing {
  return {
    async runNow() {
      const client = createTemporalClient();
      try {
        await new ReconciliationSchedule({ client, ...schedule }).runNow();
      } finally {
        await client.connection.close();
      }
    },
  };
}
