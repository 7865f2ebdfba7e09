/** What texts are about and written in: read {@link org.plumbline.distill.text.ContentTerms}. */
@NullMarked
package org.plumbline.distill.text;

import org.jspecify.annotations.NullMarked;
