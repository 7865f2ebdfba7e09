/** How fast we are: jobs of exactly defined work. Read {@link org.plumbline.bench.Jobs} first. */
@NullMarked
package org.plumbline.bench;

import org.jspecify.annotations.NullMarked;
