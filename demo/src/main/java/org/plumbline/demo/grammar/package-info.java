/**
 * LanguageTool's examples as data, and its checker as a gold reward.
 *
 * <p>Read {@link org.plumbline.demo.grammar.RuleExamples} and {@link
 * org.plumbline.demo.grammar.GrammarGold} first.
 */
@NullMarked
package org.plumbline.demo.grammar;

import org.jspecify.annotations.NullMarked;
