/** From run folders to a report: read {@link org.plumbline.cli.report.RunReport} first. */
@NullMarked
package org.plumbline.cli.report;

import org.jspecify.annotations.NullMarked;
