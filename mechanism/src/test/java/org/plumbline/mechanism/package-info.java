@NullMarked
package org.plumbline.mechanism;

import org.jspecify.annotations.NullMarked;
