@NullMarked
package org.plumbline.mechanism.reserve;

import org.jspecify.annotations.NullMarked;
