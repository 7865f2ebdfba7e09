/**
 * Rules that make one policy from all reports. Read {@link
 * org.plumbline.mechanism.training.SocialWelfareMaximizer} first.
 */
@NullMarked
package org.plumbline.mechanism.training;

import org.jspecify.annotations.NullMarked;
