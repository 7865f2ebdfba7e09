/**
 * Measures of plain text: how likely a simple model finds it, and what a policy that games its
 * reward does to it.
 *
 * <p>Read {@link org.plumbline.core.text.TextStatistics} first.
 */
@NullMarked
package org.plumbline.core.text;

import org.jspecify.annotations.NullMarked;
