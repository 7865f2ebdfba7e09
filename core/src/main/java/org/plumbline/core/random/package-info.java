/** Where chance comes from: read {@link org.plumbline.core.random.Seeds}. */
@NullMarked
package org.plumbline.core.random;

import org.jspecify.annotations.NullMarked;
