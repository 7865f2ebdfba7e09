/**
 * Model families and what they have in common: read {@link org.plumbline.lm.model.CausalLm} first,
 * then {@link org.plumbline.lm.model.Decoder}.
 */
@NullMarked
package org.plumbline.lm.model;

import org.jspecify.annotations.NullMarked;
