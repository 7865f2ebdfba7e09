/**
 * The weights and the graph inside an ONNX file, without an ONNX runtime.
 *
 * <p>Read {@link org.plumbline.lm.onnx.OnnxFile} first.
 */
@NullMarked
package org.plumbline.lm.onnx;

import org.jspecify.annotations.NullMarked;
