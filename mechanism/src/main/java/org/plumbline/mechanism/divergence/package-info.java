/**
 * How far a policy is from the initial one, and the policies that are best under such a penalty.
 * Read {@link org.plumbline.mechanism.divergence.Divergence} first.
 */
@NullMarked
package org.plumbline.mechanism.divergence;

import org.jspecify.annotations.NullMarked;
