/**
 * What words on a command line name: read {@link org.plumbline.cli.source.RewardFoldersTest} first.
 */
@NullMarked
package org.plumbline.cli.source;

import org.jspecify.annotations.NullMarked;
