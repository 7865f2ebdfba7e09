/**
 * The report of a run: one HTML file that says what was gained, at what drift, and how sure it is.
 *
 * <p>Read {@link org.plumbline.core.report.Report} first, then {@link
 * org.plumbline.core.report.ReportWriter}.
 */
@NullMarked
package org.plumbline.core.report;

import org.jspecify.annotations.NullMarked;
