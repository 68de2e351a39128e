/** What is not as it should be, one by one, with what to do about it. */
import type { OpenFinding, Page } from '../../store/store.ts';
import { FINDING_KINDS, type FindingKind } from '../../workflows/contract/reconciliation.ts';
import { words as findingWords } from '../order-words/findings.ts';
import { Instant } from '../ui/layout.tsx';
import type { C } from './context.ts';
import { words } from './words.ts';

interface FindingsProps {
  c: C;
  page: Page<OpenFinding>;
  /** The only one that is shown. */
  kind: FindingKind | undefined;
  timeZone: string;
  /** Where Temporal shows an order's workflow; absent where that is not known. */
  workflowUrl: ((orderId: string) => string) | undefined;
}

export function Findings({ c, page, kind, timeZone, workflowUrl }: FindingsProps) {
  const text = words[c.get('locale')].findings;
  const { items, nextCursor } = page;
  const query = new URLSearchParams({ ...(kind && { kind }), ...(nextCursor !== undefined && { cursor: nextCursor }) });
  return (
    <>
      <h2>{text.title}</h2>
      <KindForm c={c} kind={kind} />
      {items.length === 0 ? (
        <section class="card empty">
          <h2>{kind === undefined ? text.none : text.noneOfKind}</h2>
          {kind === undefined ? <p>{text.noneText}</p> : null}
        </section>
      ) : (
        items.map((finding) => <Finding c={c} finding={finding} timeZone={timeZone} workflowUrl={workflowUrl} />)
      )}
      {nextCursor === undefined ? null : (
        <p>
          <a class="button second" href={`${c.get('base')}/operator?${query}`} rel="next">
            {text.more}
          </a>
        </p>
      )}
    </>
  );
}

/** Sent by GET: what is shown can be kept as a bookmark. */
function KindForm({ c, kind }: Pick<FindingsProps, 'c' | 'kind'>) {
  const locale = c.get('locale');
  const text = words[locale].findings;
  return (
    <search>
      <form method="get" action={`${c.get('base')}/operator`} class="toolbar">
        <div class="field">
          <label for="kind">{text.kind}</label>
          <select id="kind" name="kind">
            <option value="">{text.all}</option>
            {FINDING_KINDS.map((one) => (
              <option value={one} selected={one === kind}>
                {findingWords[locale][one].title}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" class="small">
          {text.show}
        </button>
      </form>
    </search>
  );
}

function Finding({
  c,
  finding,
  timeZone,
  workflowUrl,
}: Omit<FindingsProps, 'page' | 'kind'> & { finding: OpenFinding }) {
  const locale = c.get('locale');
  const text = words[locale].findings;
  const { kind, subject, orderId, details, firstSeen, lastSeen } = finding;
  const { title, means, advice } = findingWords[locale][kind];
  return (
    <article class="card finding">
      <h3>{title}</h3>
      <p>{means}</p>
      <dl class="facts">
        <dt>{text.advice}</dt>
        <dd>{advice}</dd>
        <dt>{text.subject}</dt>
        <dd>
          <span class="reference">{subject}</span>
        </dd>
        {orderId === undefined ? null : (
          <>
            <dt>{text.order}</dt>
            <dd>
              <span class="reference">{orderId}</span>
              {workflowUrl === undefined ? null : (
                <>
                  {' '}
                  <a href={workflowUrl(orderId)}>{text.workflow}</a>
                </>
              )}
            </dd>
          </>
        )}
        <dt>{text.since}</dt>
        <dd>
          <Instant at={firstSeen} timeZone={timeZone} locale={locale} />
        </dd>
        <dt>{text.lastSeen}</dt>
        <dd>
          <Instant at={lastSeen} timeZone={timeZone} locale={locale} />
        </dd>
        <dt>{text.details}</dt>
        <dd>
          <Details details={details} />
        </dd>
      </dl>
    </article>
  );
}

/** As programs get them; they are told to support, so they have the same names. */
function Details({ details }: { details: OpenFinding['details'] }) {
  return (
    <>
      {Object.entries(details).map(([name, value]) => (
        <div>
          <span class="quiet">{name}</span>{' '}
          <span class="reference">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</span>
        </div>
      ))}
    </>
  );
}
