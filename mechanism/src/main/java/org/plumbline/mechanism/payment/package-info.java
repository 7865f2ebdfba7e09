/** What each group pays. Read {@link org.plumbline.mechanism.payment.Mechanism} first. */
@NullMarked
package org.plumbline.mechanism.payment;

import org.jspecify.annotations.NullMarked;
