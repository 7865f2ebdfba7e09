/**
 * Records for what goes in: prompts, demonstrations, preferences, exchanges.
 *
 * <p>Read {@link org.plumbline.core.data.Preference} first; {@link
 * org.plumbline.core.data.JsonLines} reads them from files.
 */
@NullMarked
package org.plumbline.core.data;

import org.jspecify.annotations.NullMarked;
