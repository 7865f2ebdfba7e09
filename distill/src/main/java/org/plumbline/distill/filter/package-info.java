/** Which pairs are good enough for a corpus: read {@link org.plumbline.distill.filter.Filter}. */
@NullMarked
package org.plumbline.distill.filter;

import org.jspecify.annotations.NullMarked;
