/**
 * Games of several groups over one model: what a file says, how it is played, and the ledger of it.
 * Read {@link org.plumbline.cli.game.GameFile} first.
 */
@NullMarked
package org.plumbline.cli.game;

import org.jspecify.annotations.NullMarked;
