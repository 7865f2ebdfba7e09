/**
 * Which training rules can be made truthful by some payment (Theorem 3.5). Read {@link
 * org.plumbline.mechanism.implementability.TypeGraph} first.
 */
@NullMarked
package org.plumbline.mechanism.implementability;

import org.jspecify.annotations.NullMarked;
