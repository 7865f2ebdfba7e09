/**
 * The ground floor: records, files, statistics, reports; no native code. Read {@code
 * core.score.Scorer} first.
 */
@NullMarked
package org.plumbline.core;

import org.jspecify.annotations.NullMarked;
