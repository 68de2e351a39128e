/**
 * Lets Temporal's SDK download a server into a folder: `node sdk-download.mjs <dev-server|time-skipping> <version> <folder>`.
 * A process of its own, because the SDK only downloads what it also starts, and cannot be interrupted while it does.
 */
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [type, version, downloadDir] = process.argv.slice(2);
const server = { executable: { type: 'cached-download', version, downloadDir } };
const create = type === 'dev-server' ? 'createLocal' : 'createTimeSkipping';
const environment = await TestWorkflowEnvironment[create]({ server });
await environment.teardown();
