@NullMarked
package org.plumbline.mechanism.sampled;

import org.jspecify.annotations.NullMarked;
