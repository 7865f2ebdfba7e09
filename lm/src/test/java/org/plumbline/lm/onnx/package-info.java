/** Read {@link org.plumbline.lm.onnx.GoldenTokenizerTest} first. */
@NullMarked
package org.plumbline.lm.onnx;

import org.jspecify.annotations.NullMarked;
