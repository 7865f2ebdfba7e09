/**
 * What {@code plumb metrics} is made of. Read {@link org.plumbline.cli.metric.JoinedAnswers} first.
 */
@NullMarked
package org.plumbline.cli.metric;

import org.jspecify.annotations.NullMarked;
