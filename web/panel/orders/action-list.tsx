import type { Context } from 'hono';
import { correctionOf } from '../../administrator/corrections.ts';
import type { PanelEnv } from '../context.ts';
import { CsrfField } from '../frame.tsx';
import { words } from './order-words.ts';
import { RepeatKey } from './repeat-key.tsx';
import type { OrderVisit } from './visit.ts';

/** The actions that the stage allows. Whatever needs input or a second thought has a page of its own. */
export function ActionList({ c, visit }: { c: Context<PanelEnv>; visit: OrderVisit }) {
  const text = words[c.get('locale')];
  const { order, actions, contacted, adminContact } = visit;
  const here = `${c.get('frame').base}/panel/orders/${order.orderId}`;
  const provide = correctionOf(order) ? text.correct : text.provide;
  const sendAgain = order.waitingOn?.kind === 'correction' ? text.askToCorrect : text.sendAgain;
  const none = !actions.provide && !actions.sendAgain && actions.cancel === false;
  return (
    <section class="card options no-print" aria-labelledby="actions-heading">
      <h2 id="actions-heading">{text.whatYouCanDo}</h2>
      {none ? <p>{text.nothingToDo}</p> : null}
      {actions.provide ? (
        <div>
          <a class="button" href={`${here}/administrator`} id="provide">
            {provide.button}
          </a>
          <p class="quiet">{provide.hint}</p>
        </div>
      ) : null}
      {actions.sendAgain ? (
        <>
          <form method="post" action={`${here}/information-request`}>
            <CsrfField c={c} />
            <RepeatKey />
            <button type="submit" class="second" name="to" value="same" id="send-again">
              {sendAgain.button}
            </button>
            <p class="quiet">{sendAgain.hint((contacted ?? adminContact).email)}</p>
          </form>
          <div>
            <a class="button second" href={`${here}/information-request`} id="send-elsewhere">
              {text.sendElsewhere.button}
            </a>
            <p class="quiet">{text.sendElsewhere.hint}</p>
          </div>
        </>
      ) : null}
      {actions.cancel === false ? null : (
        <div>
          <a class="button second" href={`${here}/cancellation`} id="cancel">
            {text.cancel.button}
          </a>
          <p class="quiet">{text.cancel.hint}</p>
        </div>
      )}
    </section>
  );
}
