/**
 * Words of Chinese texts, by libraries that know them. Read {@link
 * org.plumbline.distill.segment.WordBoundaries} first.
 */
@NullMarked
package org.plumbline.distill.segment;

import org.jspecify.annotations.NullMarked;
