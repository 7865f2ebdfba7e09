@NullMarked
package org.plumbline.lm.adapter;

import org.jspecify.annotations.NullMarked;
