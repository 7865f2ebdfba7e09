@NullMarked
package org.plumbline.mechanism.audit;

import org.jspecify.annotations.NullMarked;
