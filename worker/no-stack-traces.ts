/**
 * Runs in the workflows' sandbox before everything else, while `Error` can still be changed: the SDK takes a stack, with a
 * look-up in the source map, for every promise of a workflow. What that costs, and what is lost without it, is decision 10.
 */
Error.stackTraceLimit = 0;

export {};
