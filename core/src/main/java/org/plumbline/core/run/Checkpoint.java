package org.plumbline.core.run;

import java.nio.file.Path;

/**
 * A whole state to go on from.
 *
 * @param step the last step that it holds
 * @param folder its files
 */
public record Checkpoint(long step, Path folder) {}
