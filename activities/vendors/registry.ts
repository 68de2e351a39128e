import type { VendorAdapter } from './port.ts';
import { VendorMisconfigured } from './port.ts';

/** The adapters by vendor name, as an order line's `source.vendor` names them. */
export class VendorRegistry {
  readonly #adapters: ReadonlyMap<string, VendorAdapter>;

  constructor(adapters: Record<string, VendorAdapter>) {
    this.#adapters = new Map(Object.entries(adapters));
  }

  /** @throws VendorMisconfigured if no adapter goes by that name. */
  get(vendor: string): VendorAdapter {
    const adapter = this.#adapters.get(vendor);
    if (!adapter) throw new VendorMisconfigured(`no vendor adapter is configured under the name "${vendor}"`);
    return adapter;
  }
}
