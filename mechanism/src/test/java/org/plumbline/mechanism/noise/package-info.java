@NullMarked
package org.plumbline.mechanism.noise;

import org.jspecify.annotations.NullMarked;
