@NullMarked
package org.plumbline.cli.game;

import org.jspecify.annotations.NullMarked;
