/**
 * What tests of several modules share: golden files, comparison within tolerances, seeded
 * randomness.
 *
 * <p>Read {@link org.plumbline.testkit.GoldenSuite} first.
 */
@NullMarked
package org.plumbline.testkit;

import org.jspecify.annotations.NullMarked;
