/**
 * What all commands have in common: options, help, exit codes, run folders, progress, interruption.
 *
 * <p>Read {@link org.plumbline.cli.frame.Command} first, then {@link
 * org.plumbline.cli.frame.CommandRunner}.
 */
@NullMarked
package org.plumbline.cli.frame;

import org.jspecify.annotations.NullMarked;
