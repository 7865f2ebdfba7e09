/**
 * Asking a model in turns, whoever answers: read {@link org.plumbline.core.chat.ChatEngine} first.
 */
@NullMarked
package org.plumbline.core.chat;

import org.jspecify.annotations.NullMarked;
