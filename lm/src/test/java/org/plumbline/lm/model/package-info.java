@NullMarked
package org.plumbline.lm.model;

import org.jspecify.annotations.NullMarked;
