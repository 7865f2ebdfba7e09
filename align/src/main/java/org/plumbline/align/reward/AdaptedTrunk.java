package org.plumbline.align.reward;

import org.plumbline.core.random.Seeds;
import org.plumbline.lm.adapter.Adapters;
import org.plumbline.lm.adapter.Lora;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.adapter.PeftFolder;
import org.plumbline.lm.encoder.Trunk;

/**
 * A trunk, which may be shared, under one adapter.
 *
 * @param name by which the trunk is found again
 * @param adapters those of the trunk, of which ours is one
 */
record AdaptedTrunk(String name, Trunk trunk, Adapters adapters, Lora lora)
    implements AutoCloseable {

  /** All that may be laid over a trunk. */
  static Adapters adapters(Trunk trunk) {
    return new Adapters(trunk.linears(), trunk.parameters().asMap());
  }

  /** A trunk under a fresh adapter, which changes nothing yet. */
  static AdaptedTrunk fresh(
      String name, Trunk trunk, Adapters adapters, LoraOptions options, Seeds seeds) {
    return new AdaptedTrunk(name, trunk, adapters, adapters.add(options, seeds));
  }

  /** A trunk under the adapter of a folder. */
  static AdaptedTrunk of(Trunk trunk, PeftFolder folder) {
    Adapters adapters = adapters(trunk);
    return new AdaptedTrunk(folder.base(), trunk, adapters, adapters.add(folder));
  }

  /** Puts the adapter in force until the result is closed. */
  Adapters.InForce use(double dropout) {
    return adapters.use(lora, dropout);
  }

  /** A trunk of its own into which the adapter is merged. */
  Trunk merged() {
    try (Adapters.InForce use = adapters.useMerged(lora)) {
      return trunk.copy();
    }
  }

  @Override
  public void close() {
    adapters.remove(lora);
  }
}
