/**
 * From answers to a corpus in three parts: read {@link org.plumbline.distill.build.CorpusBuild}.
 */
@NullMarked
package org.plumbline.distill.build;

import org.jspecify.annotations.NullMarked;
