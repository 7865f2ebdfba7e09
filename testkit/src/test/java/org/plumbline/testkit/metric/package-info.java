@NullMarked
package org.plumbline.testkit.metric;

import org.jspecify.annotations.NullMarked;
