/** What steps that ask teachers have in common: read {@link org.plumbline.distill.step.CallLog}. */
@NullMarked
package org.plumbline.distill.step;

import org.jspecify.annotations.NullMarked;
