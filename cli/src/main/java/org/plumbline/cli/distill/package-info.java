/**
 * What the commands of the distillation share: read {@link org.plumbline.cli.distill.Teachers}
 * first.
 */
@NullMarked
package org.plumbline.cli.distill;

import org.jspecify.annotations.NullMarked;
