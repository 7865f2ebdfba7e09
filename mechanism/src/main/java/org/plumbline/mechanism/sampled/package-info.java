/**
 * Payments where outcomes are texts that a language model writes: they are too many to be counted,
 * so all is computed from samples and their rewards. Read {@link
 * org.plumbline.mechanism.sampled.CandidateMechanism} first, then {@link
 * org.plumbline.mechanism.sampled.SampledPayments}.
 */
@NullMarked
package org.plumbline.mechanism.sampled;

import org.jspecify.annotations.NullMarked;
