/** How the answers of the store and of the order's workflow become problems. */

import type { AnswerResult, LimitedResult } from '../../client/orders.ts';
import type { PlaceProblem } from '../../store/store.ts';
import type { AdministratorDetails } from '../../workflows/contract/order.ts';
import { unreachable } from '../../workflows/contract/states.ts';
import { type Correction, isUnchanged } from '../administrator/corrections.ts';
import { Problem, type RequestError, unavailable } from '../site/problems.ts';
import { invalidRequest } from './requests.ts';

/**
 * Returns if the message was accepted.
 * @param safeToRepeat whether the message counts once however often it is sent
 * @throws Problem otherwise
 */
export function assertAccepted(result: AnswerResult | LimitedResult, safeToRepeat: boolean): void {
  switch (result.kind) {
    case 'accepted':
      return;
    case 'alreadyAnswered':
      throw new Problem('already-answered', 'Another answer was accepted first; it is in `accepted`.', {
        extra: { accepted: result.accepted },
      });
    case 'superseded':
      throw new Problem('superseded', 'A newer information request has been sent.');
    case 'notPossible':
      throw new Problem('order-state', `The order is ${result.state}, and does not take this now.`, {
        extra: { state: result.state, cause: result.cause },
      });
    case 'limitReached':
      throw new Problem('limit-reached', `The order has taken ${result.most} of these, and takes no more.`, {
        extra: { limit: result.most },
      });
    case 'invalid':
      throw invalidRequest([{ pointer: '', detail: result.message }]);
    case 'unavailable':
      throw unavailable('The order system did not answer in time.', safeToRepeat);
    default:
      unreachable(result);
  }
}

/** @throws Problem if details are to be corrected, and what the vendor has refused of them is as it was */
export function assertChanged(correction: Correction | undefined, details: AdministratorDetails): void {
  if (correction === undefined || !isUnchanged(correction, details)) return;
  throw new Problem(
    'details-refused',
    'The vendor has refused these details; `corrections` says which fields, and why.',
    {
      extra: { corrections: correction.refusals },
    },
  );
}

/** Why an order was not taken. */
export function placeProblem(problem: PlaceProblem): Problem {
  switch (problem.code) {
    case 'unknownCustomer':
      return new Problem(
        'customer-not-found',
        'There is no customer with this id.',
        at('/customerId', 'No such customer'),
      );
    case 'customerOnHold':
      return new Problem('customer-on-hold', 'The customer is on hold.', at('/customerId', 'This customer is on hold'));
    case 'unknownProduct':
      return new Problem(
        'unknown-product',
        'The catalogue has no product with this id.',
        at(`/lines/${problem.line}/productId`, 'No such product'),
      );
    case 'productWithdrawn':
      return new Problem(
        'product-withdrawn',
        'The product is no longer sold.',
        at(`/lines/${problem.line}/productId`, 'This product is no longer sold'),
      );
    case 'quantityNotAllowed': {
      const { minimum, maximum, step } = problem;
      const detail = `Enter ${minimum} to ${maximum} seats${step === 1 ? '' : `, in steps of ${step}`}`;
      return new Problem(
        'quantity-not-allowed',
        'The product is not sold in this quantity.',
        at(`/lines/${problem.line}/quantity`, detail, { minimum, maximum, step }),
      );
    }
    case 'termsOutdated':
      return new Problem(
        'terms-outdated',
        'The terms have changed since this version.',
        at('/termsVersion', `The version is now ${problem.current}`, { current: problem.current }),
      );
    case 'mixedCurrencies':
      return new Problem(
        'mixed-currencies',
        'All lines of an order must have one currency.',
        at('/lines', 'Mixed currencies'),
      );
    case 'priceChanged':
      // Only the control panel says what it expects.
      return new Problem('internal', 'The order was refused because of a total that no body of the API can name.');
    default:
      return unreachable(problem);
  }
}

function at(pointer: string, detail: string, more: Record<string, unknown> = {}) {
  const errors: RequestError[] = [{ pointer, detail }];
  return { extra: { errors, ...more } };
}
