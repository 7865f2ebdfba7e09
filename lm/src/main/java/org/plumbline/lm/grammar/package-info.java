/**
 * Texts that keep a form, token by token: read {@link org.plumbline.lm.grammar.TokenGrammar} first.
 */
@NullMarked
package org.plumbline.lm.grammar;

import org.jspecify.annotations.NullMarked;
