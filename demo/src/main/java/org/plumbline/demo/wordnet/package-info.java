/** WordNet's glosses as sentences: read {@link org.plumbline.demo.wordnet.WordNetTexts} first. */
@NullMarked
package org.plumbline.demo.wordnet;

import org.jspecify.annotations.NullMarked;
