/** Read {@link org.plumbline.core.hub.ModelPullTest} first. */
@NullMarked
package org.plumbline.core.hub;

import org.jspecify.annotations.NullMarked;
