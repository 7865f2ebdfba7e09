/**
 * Low-rank adapters (LoRA) over the linear maps of a model, and the folders that PEFT keeps them
 * in.
 *
 * <p>Read {@link org.plumbline.lm.adapter.Adapters} first, then {@link
 * org.plumbline.lm.adapter.Lora}.
 */
@NullMarked
package org.plumbline.lm.adapter;

import org.jspecify.annotations.NullMarked;
