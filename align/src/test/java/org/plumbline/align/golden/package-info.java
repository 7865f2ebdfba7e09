/**
 * The product's mathematics against golden data: read {@link
 * org.plumbline.align.golden.GoldenRlTest} first.
 */
@NullMarked
package org.plumbline.align.golden;

import org.jspecify.annotations.NullMarked;
