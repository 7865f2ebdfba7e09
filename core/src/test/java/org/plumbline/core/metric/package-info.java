@NullMarked
package org.plumbline.core.metric;

import org.jspecify.annotations.NullMarked;
