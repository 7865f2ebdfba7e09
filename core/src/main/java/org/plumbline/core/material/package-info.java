/**
 * Models, data and scorers that come in jars: read {@link org.plumbline.core.material.Material}
 * first.
 */
@NullMarked
package org.plumbline.core.material;

import org.jspecify.annotations.NullMarked;
