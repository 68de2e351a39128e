/** Pages for what went wrong, each with the reference under which the log has it. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { HttpEnv } from '../ports.ts';
import { PROBLEMS, type ProblemCode } from '../problems.ts';
import { Reference, respond } from './layout.tsx';

interface Words {
  title: string;
  text: string;
}

/** For people; codes that are missing here are for machines, and read as {@link OTHERWISE}. */
const WORDS: Partial<Record<ProblemCode, Words>> = {
  'not-found': { title: 'There is no such page', text: 'Check the address, or follow the link from the mail again.' },
  'method-not-allowed': { title: 'This page cannot do that', text: 'Open the page again, and use the form on it.' },
  'payload-too-large': {
    title: 'That was too much',
    text: 'The form takes a few lines of text. Go back and shorten them.',
  },
  'unsupported-media-type': {
    title: 'The form could not be read',
    text: 'Open the page again, and send the form from it.',
  },
  'too-many-requests': {
    title: 'Too many tries',
    text: 'The page was opened too often in a short time. Wait a minute and try again; nothing is lost.',
  },
  unavailable: {
    title: 'The page cannot be shown just now',
    text: 'Nothing is lost. Wait a moment and load the page again: it is safe to repeat.',
  },
};

const OTHERWISE: Words = {
  title: 'Something went wrong on our side',
  text: 'Please try again in a few minutes. If it goes on, tell us the reference below.',
};

/** The page for a problem. Says nothing of what happened inside. */
export function failurePage(
  c: Context<HttpEnv>,
  code: ProblemCode,
  base: string,
  words: Words = WORDS[code] ?? OTHERWISE,
  status: ContentfulStatusCode = PROBLEMS[code].status,
): Response | Promise<Response> {
  return respond(c, status, {
    title: words.title,
    base,
    children: (
      <>
        <h1>{words.title}</h1>
        <p class="lead">{words.text}</p>
        <Reference id={c.get('requestId')} />
      </>
    ),
  });
}
