@NullMarked
package org.plumbline.documents;

import org.jspecify.annotations.NullMarked;
