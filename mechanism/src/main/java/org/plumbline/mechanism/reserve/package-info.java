/**
 * Who is served where serving costs something. Read {@link
 * org.plumbline.mechanism.reserve.ReservePrices}.
 */
@NullMarked
package org.plumbline.mechanism.reserve;

import org.jspecify.annotations.NullMarked;
