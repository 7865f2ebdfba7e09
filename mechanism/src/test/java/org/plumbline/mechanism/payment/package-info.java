@NullMarked
package org.plumbline.mechanism.payment;

import org.jspecify.annotations.NullMarked;
