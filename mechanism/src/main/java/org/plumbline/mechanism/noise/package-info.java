/**
 * What happens when the mechanism works on rewards that are only nearly those reported (section
 * 4.2). Read {@link org.plumbline.mechanism.noise.WelfareLoss} first.
 */
@NullMarked
package org.plumbline.mechanism.noise;

import org.jspecify.annotations.NullMarked;
