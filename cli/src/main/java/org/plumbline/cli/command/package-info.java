/**
 * One class for each command; {@link org.plumbline.cli.Plumb} lists them.
 *
 * <p>Read {@link org.plumbline.cli.command.Pretrain} first.
 */
@NullMarked
package org.plumbline.cli.command;

import org.jspecify.annotations.NullMarked;
