/** How the last comparison went, and the button for another. */
import type { ReconciliationRun } from '../../store/store.ts';
import { numberIn } from '../ui/formats.ts';
import { Instant } from '../ui/layout.tsx';
import type { C } from './context.ts';
import { CsrfField } from './frame.tsx';
import { words } from './words.ts';

interface ComparisonProps {
  c: C;
  lastRun: ReconciliationRun | undefined;
  timeZone: string;
  /** What became of a comparison that was asked for just now. */
  outcome: string | undefined;
}

export function Comparison({ c, lastRun, timeZone, outcome }: ComparisonProps) {
  const text = words[c.get('locale')].comparison;
  return (
    <>
      {outcome === 'asked' || outcome === 'away' ? (
        <div class={outcome === 'away' ? 'notice warn' : 'notice'} role="status">
          <p>{text[outcome]}</p>
        </div>
      ) : null}
      <section class="card" aria-labelledby="comparison">
        <h2 id="comparison">{text.title}</h2>
        {lastRun === undefined ? <p>{text.never}</p> : <Run c={c} run={lastRun} timeZone={timeZone} />}
        <form method="post" action={`${c.get('base')}/operator/reconciliation`}>
          <CsrfField c={c} />
          <p class="actions">
            <button type="submit">{text.button}</button>
          </p>
        </form>
      </section>
    </>
  );
}

function Run({ c, run, timeZone }: { c: C; run: ReconciliationRun; timeZone: string }) {
  const locale = c.get('locale');
  const text = words[locale].comparison;
  const { startedAt, endedAt, incomplete } = run;
  const inWords = (count: number) => numberIn(locale, count);
  return (
    <>
      {incomplete.length === 0 ? null : (
        <div class="notice warn">
          <p>{text.incomplete(incomplete.join(', '))}</p>
        </div>
      )}
      <dl class="facts">
        <dt>{text.began}</dt>
        <dd>
          <Instant at={startedAt} timeZone={timeZone} locale={locale} />
        </dd>
        <dt>{text.ended}</dt>
        <dd>{endedAt === undefined ? text.goesOn : <Instant at={endedAt} timeZone={timeZone} locale={locale} />}</dd>
        {endedAt === undefined ? null : (
          <>
            <dt>{text.lookedAt}</dt>
            <dd>{text.counts(inWords(run.accounts), inWords(run.lines), inWords(run.orders))}</dd>
            <dt>{text.found}</dt>
            <dd>{inWords(run.found)}</dd>
            <dt>{text.repaired}</dt>
            <dd>{inWords(run.repaired)}</dd>
          </>
        )}
      </dl>
    </>
  );
}
