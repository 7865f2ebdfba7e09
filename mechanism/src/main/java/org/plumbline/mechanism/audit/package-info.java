/**
 * Properties of mechanisms as programs that return a certificate or a counterexample. Read {@link
 * org.plumbline.mechanism.audit.IncentiveAudit} first.
 */
@NullMarked
package org.plumbline.mechanism.audit;

import org.jspecify.annotations.NullMarked;
