/**
 * Options as records, filled from defaults, a recipe and the command line: read {@link
 * org.plumbline.core.options.OptionSchema} first, then {@link org.plumbline.core.options.Recipe}.
 */
@NullMarked
package org.plumbline.core.options;

import org.jspecify.annotations.NullMarked;
