/**
 * What ARCHITECTURE.md says, as tests: read {@link org.plumbline.cli.architecture.ArchitectureTest}
 * first.
 */
@NullMarked
package org.plumbline.cli.architecture;

import org.jspecify.annotations.NullMarked;
