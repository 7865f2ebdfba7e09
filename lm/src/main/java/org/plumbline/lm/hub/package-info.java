/**
 * Models in folders laid out as Hugging Face lays them out, on disk or in a jar.
 *
 * <p>Read {@link org.plumbline.lm.hub.ModelFolder} first.
 */
@NullMarked
package org.plumbline.lm.hub;

import org.jspecify.annotations.NullMarked;
