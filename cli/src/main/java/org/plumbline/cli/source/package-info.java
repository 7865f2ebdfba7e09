/**
 * What the words on a command line mean: files, folders, standard input, and what is embedded in
 * jars.
 *
 * <p>Read {@link org.plumbline.cli.source.Sources} first.
 */
@NullMarked
package org.plumbline.cli.source;

import org.jspecify.annotations.NullMarked;
