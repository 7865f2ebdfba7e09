/** What model families are built of. Read {@link org.plumbline.lm.layer.Linear} first. */
@NullMarked
package org.plumbline.lm.layer;

import org.jspecify.annotations.NullMarked;
