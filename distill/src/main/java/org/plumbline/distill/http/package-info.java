/**
 * Models behind OpenAI-compatible servers: read {@link org.plumbline.distill.http.HttpChatModel}
 * first.
 */
@NullMarked
package org.plumbline.distill.http;

import org.jspecify.annotations.NullMarked;
