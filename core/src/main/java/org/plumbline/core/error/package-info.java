/**
 * How failure is told: read {@link org.plumbline.core.error.PlumblineException} first, then its two
 * subclasses.
 */
@NullMarked
package org.plumbline.core.error;

import org.jspecify.annotations.NullMarked;
