/**
 * Files that a report is made of: read {@link org.plumbline.cli.report.EvaluationLogTest} first.
 */
@NullMarked
package org.plumbline.cli.report;

import org.jspecify.annotations.NullMarked;
