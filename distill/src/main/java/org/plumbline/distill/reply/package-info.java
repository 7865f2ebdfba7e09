/**
 * What models reply, read as a person would: read {@link org.plumbline.distill.reply.LooseJson}.
 */
@NullMarked
package org.plumbline.distill.reply;

import org.jspecify.annotations.NullMarked;
