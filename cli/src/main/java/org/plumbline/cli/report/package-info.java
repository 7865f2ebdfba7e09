/** Reports from run folders: read {@link org.plumbline.cli.report.RunFactsReader} first. */
@NullMarked
package org.plumbline.cli.report;

import org.jspecify.annotations.NullMarked;
