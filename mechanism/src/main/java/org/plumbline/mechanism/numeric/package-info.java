/**
 * Functions of one number that do not cancel. Read {@link
 * org.plumbline.mechanism.numeric.CenteredExponential} first.
 */
@NullMarked
package org.plumbline.mechanism.numeric;

import org.jspecify.annotations.NullMarked;
