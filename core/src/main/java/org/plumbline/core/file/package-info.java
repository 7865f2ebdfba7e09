/**
 * Files that are either whole or not there: read {@link org.plumbline.core.file.DurableFiles}
 * first.
 */
@NullMarked
package org.plumbline.core.file;

import org.jspecify.annotations.NullMarked;
